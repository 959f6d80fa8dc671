import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { CopyJobOptions } from '../../../domain/ports/copy-engine.ts';
import { copyLabels } from './copy-labels.ts';
import { copyPodSpec } from './copy-pod.ts';
import type { CopySecret } from './copy-secrets.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** Keeps a failed Job long enough to read its log. */
const KEPT_SECONDS = DAY_SECONDS;

/** Limit for a Job that never gets a pod, which would otherwise keep its Secrets forever. */
const LONGEST_SECONDS = 7 * DAY_SECONDS;

/**
 * The Indexed Job: one completion per shard. Evicted, drained or preempted pods are always replaced; a pod that
 * failed (an image could not be copied) or was deleted manually is replaced once, since the engine itself retries
 * failed requests. The other shards continue. Whatever happens to the run that created it, the Job is eventually
 * deleted with the Secrets that it owns. Needs Kubernetes 1.29.
 */
export function copyJob(
  shardCount: number,
  secrets: readonly CopySecret[],
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
      activeDeadlineSeconds: LONGEST_SECONDS,
      ttlSecondsAfterFinished: KEPT_SECONDS,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      template: { metadata: { labels }, spec: copyPodSpec(secrets, options) },
    },
  };
}
