/** Sees that pods may pull from the target before their template names it: wave by wave, so that a halt leaves no trace elsewhere. */
import { loginsFor } from '../../domain/credentials/pull-login.ts';
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { addLogin, ensurePullSecret, type PullGrant, refuseForeign } from '../pull-secrets/grant-pull.ts';
import type { SwitchInput } from './switch-input.ts';

export type GrantInput = Pick<SwitchInput, 'plan' | 'pullLogins' | 'pullSecretName' | 'registrySecret'>;

/** Namespaces in which a Secret that is not ours is in the way, with the reason. Reads only; throws ClusterError. */
export async function foreignSecrets(
  cluster: Cluster,
  changes: readonly PlannedChange[],
  input: GrantInput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const foreign = new Map<string, string>();
  for (const [namespace, grant] of grantsOf(changes, input)) {
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
  { run, ...input }: GrantInput & { readonly run?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  if (input.registrySecret === undefined || changes.length === 0) return;
  const [namespace = '', name = ''] = input.registrySecret.split('/');
  const { logins } = grantOf(input, namespace);
  // Whoever names the Secret of a namespace where nothing changes has others in mind who will use it.
  const given = logins.length === 0 ? input.pullLogins : logins;
  if (given.length > 0) await addLogin(cluster, { namespace, name }, { logins: given, run }, signal);
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
  for (const [namespace, grant] of grantsOf(changes, input)) {
    const refusal = await refusalOf(cluster, namespace, grant, signal);
    if (refusal !== undefined) refusals.set(namespace, refusal);
  }
  return refusals;
}

/** What the workloads of one namespace pull, those of later waves too. */
function grantOf({ plan, pullLogins, pullSecretName }: GrantInput, namespace: string): PullGrant {
  const images = plan.changes
    .filter(({ workload }) => (workload.namespace ?? '') === namespace)
    .flatMap((change) => change.images.map(({ to }) => parseImageReference(to)));
  return { logins: loginsFor(pullLogins, images), secretName: pullSecretName };
}

/** By namespace, where a template needs our Secret. */
function grantsOf(changes: readonly PlannedChange[], input: GrantInput): Map<string, PullGrant> {
  const needing = changes.filter(({ ensurePullSecret }) => ensurePullSecret !== undefined);
  const namespaces = new Set(needing.map(({ workload }) => workload.namespace ?? ''));
  const grants = [...namespaces].map((namespace) => [namespace, grantOf(input, namespace)] as const);
  return new Map(grants.filter(([, { logins }]) => logins.length > 0));
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
    if (failure === 'not-found') return undefined;
    // A quota, a policy or a webhook of this namespace: nothing was changed that could do harm elsewhere.
    const isItsOwn = failure === 'forbidden' || failure === 'invalid';
    return { outcome: isItsOwn ? 'left-alone' : 'failed', message: error.message };
  }
}
