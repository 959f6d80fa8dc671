/** Completes changes of a run that was killed between two patches: restores field ownership. */
import { ExpectedError } from '../../domain/errors.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { completeOwnerRestore } from '../cluster/restore-field-owners.ts';

/** What cannot be completed now stays due and does not stop the run. */
export async function completeChanges(
  cluster: Cluster,
  workloads: readonly ObjectRef[],
  signal: AbortSignal,
): Promise<void> {
  for (const workload of workloads) {
    try {
      await completeOwnerRestore(cluster, workload, signal);
    } catch (error) {
      if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    }
  }
}
