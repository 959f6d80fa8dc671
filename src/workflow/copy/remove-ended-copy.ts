/** Clears away a copy Job that an interrupted run left behind and that has done its work since. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { copyJobEnd } from './copy-job.ts';

/** Its last image may be there a moment before the Job has ended. */
const PATIENCE_MILLISECONDS = 30_000;

/** A Job that goes on copying something else is left alone. */
export async function removeEndedCopy(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  const job = await cluster.get(JOBS, { namespace, name }, signal);
  if (job === undefined || !(await endsSoon(cluster, { namespace, name }, signal))) return;
  for (const secret of secretNames(job))
    await cluster.delete(SECRETS, { namespace, name: secret }, { signal });
  const { uid } = job.metadata;
  await cluster.delete(JOBS, { namespace, name }, { uid, propagation: 'Background', signal });
}

async function endsSoon(
  cluster: Cluster,
  job: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<boolean> {
  const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    await copyJobEnd(cluster, job, AbortSignal.any([signal, patience]));
    return true;
  } catch (error) {
    if (patience.aborted && !signal.aborted) return false;
    throw error;
  }
}

interface Volume {
  readonly projected?: { readonly sources?: readonly { readonly secret?: { readonly name?: string } }[] };
}

/** The Secrets that the pods of the Job mount. */
function secretNames(job: KubernetesObject): string[] {
  const path = ['spec', 'template', 'spec', 'volumes'];
  const volumes = (valueAt(job, path) ?? []) as readonly Volume[];
  return volumes.flatMap(({ projected }) =>
    (projected?.sources ?? []).flatMap(({ secret }) => secret?.name ?? []),
  );
}
