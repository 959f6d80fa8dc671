/** Sees that pods may pull from the target before their template names it: wave by wave, so that a halt leaves no trace elsewhere. */
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { addLogin, ensurePullSecret, type PullGrant, refuseForeign } from '../pull-secrets/grant-pull.ts';
import type { SwitchInput } from './switch-input.ts';

export type GrantInput = Pick<SwitchInput, 'plan' | 'pullLogin' | 'pullSecretName' | 'registrySecret'>;

/** Namespaces in which a Secret that is not ours is in the way, with the reason. Reads only; throws ClusterError. */
export async function foreignSecrets(
  cluster: Cluster,
  changes: readonly PlannedChange[],
  input: GrantInput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const foreign = new Map<string, string>();
  const grant = grantOf(input);
  if (grant === undefined) return foreign;
  for (const namespace of namespacesOf(changes)) {
    try {
      await refuseForeign(cluster, namespace, grant, signal);
    } catch (error) {
      if (!(error instanceof ExpectedError) || error instanceof ClusterError) throw error;
      foreign.set(namespace, [error.message, error.nextStep ?? ''].join(': '));
    }
  }
  return foreign;
}

/** The Secret that the user named gets the login. Throws ExpectedError; no template was patched then. */
export async function preparePulls(
  cluster: Cluster,
  changes: readonly PlannedChange[],
  input: GrantInput,
  signal: AbortSignal,
): Promise<void> {
  const grant = grantOf(input);
  if (grant === undefined || changes.length === 0) return;
  if (input.registrySecret === undefined) return;
  const [namespace = '', name = ''] = input.registrySecret.split('/');
  await addLogin(cluster, { namespace, name }, grant, signal);
}

/** What becomes of the workloads of a namespace whose pull Secret could not be provided. */
export interface GrantRefusal {
  readonly outcome: 'left-alone' | 'failed';
  readonly message: string;
}

/** Secrets first: a template must never name one that is not there. By namespace, what could not be provided and why. */
export async function grantPulls(
  cluster: Cluster,
  changes: readonly PlannedChange[],
  input: GrantInput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, GrantRefusal>> {
  const refusals = new Map<string, GrantRefusal>();
  const grant = grantOf(input);
  if (grant === undefined) return refusals;
  for (const namespace of namespacesOf(changes)) {
    const refusal = await refusalOf(cluster, namespace, grant, signal);
    if (refusal !== undefined) refusals.set(namespace, refusal);
  }
  return refusals;
}

/** One login for one host: all images of a plan go to one registry. */
function grantOf({ plan, pullLogin, pullSecretName }: GrantInput): PullGrant | undefined {
  const image = plan.changes[0]?.images[0]?.to;
  if (pullLogin === undefined || image === undefined) return undefined;
  return { host: parseImageReference(image).host, login: pullLogin, secretName: pullSecretName };
}

function namespacesOf(changes: readonly PlannedChange[]): Set<string> {
  return new Set(
    changes.flatMap(({ workload, ensurePullSecret: needed }) =>
      needed === undefined ? [] : [workload.namespace ?? ''],
    ),
  );
}

/** `undefined`: the Secret is there. */
async function refusalOf(
  cluster: Cluster,
  namespace: string,
  grant: PullGrant,
  signal: AbortSignal,
): Promise<GrantRefusal | undefined> {
  try {
    await ensurePullSecret(cluster, namespace, grant, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    const failure = error instanceof ClusterError ? error.failure : undefined;
    if (failure === 'terminating')
      return { outcome: 'left-alone', message: 'its namespace is being deleted' };
    // With the namespace its workloads have gone, as each of them will tell.
    return failure === 'not-found' ? undefined : { outcome: 'failed', message: error.message };
  }
}
