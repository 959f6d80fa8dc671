/** Ends the copy of a run that is undone, whether it still runs or not: nobody waits for it any more. */
import { JOBS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { type CopyName, removeCopy, removeCopySecrets } from './remove-copy.ts';

/** Removes Job, pods and Secrets; what could not be removed, in a sentence. Throws ClusterError. */
export async function clearCopy(cluster: Cluster, copy: CopyName, signal: AbortSignal): Promise<string[]> {
  try {
    const job = await cluster.get(JOBS, copy, signal);
    if (job === undefined) await removeCopySecrets(cluster, copy, signal);
    else await removeCopy(cluster, job, signal);
    return [];
  } catch (error) {
    if (!forbidden(error)) throw error;
    const name = `${copy.namespace}/${copy.name}`;
    return [`Job and Secrets ${name} of the copy were not removed: you may not see or delete them`];
  }
}
