/** Removes the copy of runs that were rolled back or finished, running or not. */
import { JOBS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { type CopyName, removeCopy, removeCopySecrets } from './remove-copy.ts';

export type ClearedCopy =
  | { readonly outcome: 'none' | 'removed' }
  /** In a sentence why. */
  | { readonly outcome: 'kept'; readonly reason: string };

/** Removes Job, pods and Secrets. Throws ClusterError. */
export async function clearCopy(cluster: Cluster, copy: CopyName, signal: AbortSignal): Promise<ClearedCopy> {
  try {
    const job = await cluster.get(JOBS, copy, signal);
    if (job !== undefined) {
      await removeCopy(cluster, job, signal);
      return { outcome: 'removed' };
    }
    return { outcome: (await removeCopySecrets(cluster, copy, signal)) ? 'removed' : 'none' };
  } catch (error) {
    if (!forbidden(error)) throw error;
    const name = `${copy.namespace}/${copy.name}`;
    const reason = `Job and Secrets ${name} of the copy were not removed: you may not see or delete them`;
    return { outcome: 'kept', reason };
  }
}
