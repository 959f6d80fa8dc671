import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { CopyJobOptions } from '../../../domain/ports/copy-engine.ts';
import { copyLabels } from './copy-labels.ts';
import { copyPodSpec } from './copy-pod.ts';
import type { CopySecret } from './copy-secrets.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** Long enough for the log of what failed to be read. */
const KEPT_SECONDS = DAY_SECONDS;

/** No copy takes a week; a Job that never gets a pod would keep its Secrets for ever. */
const LONGEST_SECONDS = 7 * DAY_SECONDS;

/**
 * The Indexed Job: one completion per shard. A pod that was evicted, drained or preempted is replaced as often as that
 * happens; one that failed (an image could not be copied) or was deleted by hand is replaced once, since the engine
 * itself has repeated every failed request before. The other shards go on. Whatever becomes of the run that made it,
 * the Job is gone in the end, and with it the Secrets that it owns. Needs Kubernetes 1.29.
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
