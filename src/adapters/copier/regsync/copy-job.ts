import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { CopyJobOptions } from '../../../domain/ports/copy-engine.ts';
import { copyLabels } from './copy-labels.ts';
import { copyPodSpec } from './copy-pod.ts';

/**
 * The Indexed Job: one completion per shard. A pod that was evicted, drained or preempted is replaced as often as that
 * happens; one that failed (an image could not be copied) or was deleted by hand is replaced once, since the engine
 * itself has repeated every failed request before. The other shards go on. Needs Kubernetes 1.29.
 */
export function copyJob(
  shardCount: number,
  secretNames: readonly string[],
  options: CopyJobOptions,
): KubernetesObject {
  const labels = copyLabels(options);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: options.name, namespace: options.namespace, labels },
    spec: {
      completionMode: 'Indexed',
      completions: shardCount,
      parallelism: Math.max(1, Math.min(options.parallelism, shardCount)),
      backoffLimitPerIndex: 1,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      template: { metadata: { labels }, spec: copyPodSpec(secretNames, options) },
    },
  };
}
