/** Sees that pods may pull from the target before any template names it. */
import { ClusterError } from '../../domain/errors.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { addLogin, ensurePullSecret, type PullGrant } from '../pull-secrets/grant-pull.ts';
import type { SwitchInput } from './switch-workloads.ts';

/**
 * Secrets first: a template must never name one that is not there. The namespaces that take none any more, as they are
 * being deleted. Throws ExpectedError where a Secret cannot be provided.
 */
export async function grantPulls(
  cluster: Cluster,
  changes: readonly PlannedChange[],
  { pullLogin, pullSecretName, registrySecret }: SwitchInput,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const ending = new Set<string>();
  const image = changes[0]?.images[0]?.to;
  if (pullLogin === undefined || image === undefined) return ending;
  const { host } = parseImageReference(image);
  const grant: PullGrant = { host, login: pullLogin, secretName: pullSecretName };
  const namespaces = new Set(
    changes.flatMap(({ workload, ensurePullSecret: needed }) =>
      needed === undefined ? [] : [workload.namespace ?? ''],
    ),
  );
  for (const namespace of namespaces) {
    if (!(await isProvided(cluster, namespace, grant, signal))) ending.add(namespace);
  }
  if (registrySecret !== undefined) {
    const [namespace = '', name = ''] = registrySecret.split('/');
    await addLogin(cluster, { namespace, name }, grant, signal);
  }
  return ending;
}

/** `false`: the namespace is being deleted. */
async function isProvided(
  cluster: Cluster,
  namespace: string,
  grant: PullGrant,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await ensurePullSecret(cluster, namespace, grant, signal);
    return true;
  } catch (error) {
    const failure = error instanceof ClusterError ? error.failure : undefined;
    if (failure === 'terminating') return false;
    // With the namespace its workloads have gone, as each of them will tell.
    if (failure === 'not-found') return true;
    throw error;
  }
}
