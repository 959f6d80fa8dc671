/** Whether the cluster accepts the copy Job: policies, webhooks and quotas may refuse it. */
import { ClusterError } from '../../domain/errors.ts';
import { JOBS } from '../../domain/kubernetes/resource.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobOptions } from '../../domain/ports/copy-engine.ts';
import type { Check } from './check-logins.ts';

const REFUSALS = new Set(['forbidden', 'invalid']);

/** A server-side dry run; the namespace must exist. Throws ClusterError. */
export async function checkCopyJob(
  cluster: Cluster,
  plan: Plan,
  { engine, options }: { readonly engine: CopyEngine; readonly options: CopyJobOptions },
  signal: AbortSignal,
): Promise<Check> {
  const copies = plan.copies.filter(({ present }) => !present);
  const { job } = engine.manifests({ copies, connections: new Map(), options });
  const what = `copy Job in ${options.namespace}`;
  try {
    await cluster.create(JOBS, job, { dryRun: true, signal });
  } catch (error) {
    const failure = error instanceof ClusterError ? error.failure : undefined;
    if (failure === undefined || !(REFUSALS.has(failure) || failure === 'already-exists')) throw error;
    // Admission ran before the conflict was detected.
    if (failure !== 'already-exists')
      return { what, state: 'failed', message: (error as ClusterError).message };
  }
  return { what, state: 'passed', message: 'the server accepts it' };
}
