/** The state of a copy Job, from its status. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';

export type CopyJobState =
  | { readonly type: 'complete' }
  /** In a sentence why. */
  | { readonly type: 'failed'; readonly reason: string }
  /** A pod of it runs. */
  | { readonly type: 'running' }
  /** It creates no pods: who made it ended before it was released. */
  | { readonly type: 'suspended' }
  /** It is not over, yet no pod of it runs. */
  | { readonly type: 'waiting' }
  | { readonly type: 'deleting' };

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export function copyJobState(job: KubernetesObject): CopyJobState {
  const conditions = (valueAt(job, ['status', 'conditions']) ?? []) as readonly Condition[];
  const held = (type: string): Condition | undefined =>
    conditions.find((one) => one.type === type && one.status === 'True');
  const failed = held('Failed');
  if (failed !== undefined)
    return { type: 'failed', reason: failed.message ?? failed.reason ?? 'the Job failed' };
  if (held('Complete') !== undefined) return { type: 'complete' };
  if (valueAt(job, ['metadata', 'deletionTimestamp']) !== undefined) return { type: 'deleting' };
  if (valueAt(job, ['spec', 'suspend']) === true) return { type: 'suspended' };
  return { type: Number(valueAt(job, ['status', 'ready']) ?? 0) > 0 ? 'running' : 'waiting' };
}
