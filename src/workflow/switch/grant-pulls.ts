/**
 * Provides pull Secrets before templates name the target: wave by wave, so that a halted run leaves none in other
 * namespaces.
 */
import { loginsFor } from '../../domain/credentials/pull-login.ts';
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { addLogin, ensurePullSecret, type PullGrant, refuseForeign } from '../pull-secrets/grant-pull.ts';
import type { SwitchInput } from './switch-input.ts';

export type GrantInput = Pick<SwitchInput, 'plan' | 'pullLogins' | 'pullSecretName' | 'registrySecret'>;

/** Namespaces with a conflicting Secret of somebody else, with the reason. Reads only. Throws ClusterError. */
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

/** Adds the login to the Secret given by the user. Throws ExpectedError before any template is patched. */
export async function preparePulls(
  cluster: Cluster,
  changes: readonly PlannedChange[],
  { run, ...input }: GrantInput & { readonly run?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  if (input.registrySecret === undefined || changes.length === 0) return;
  const [namespace = '', name = ''] = input.registrySecret.split('/');
  const { logins } = grantOf(input, namespace);
  // Also in a namespace without changes: the user intends it for others.
  const given = logins.length === 0 ? input.pullLogins : logins;
  if (given.length > 0) await addLogin(cluster, { namespace, name }, { logins: given, run }, signal);
}

/** The outcome of workloads whose pull Secret could not be provided. */
export interface GrantRefusal {
  readonly outcome: 'left-alone' | 'failed';
  readonly message: string;
}

/** Secrets before templates, which must never name a missing one. Returns failures by namespace. */
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

/** For all workloads of a namespace, including those of later waves. */
function grantOf({ plan, pullLogins, pullSecretName }: GrantInput, namespace: string): PullGrant {
  const images = plan.changes
    .filter(({ workload }) => (workload.namespace ?? '') === namespace)
    .flatMap((change) => change.images.map(({ to }) => to));
  return { logins: loginsFor(pullLogins, images), secretName: pullSecretName };
}

/** By namespace, for templates that need the tool's Secret. */
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
    // The workloads were deleted with their namespace, as each of them will report.
    if (failure === 'not-found') return undefined;
    // A quota, a policy or a webhook of this namespace: nothing was changed that could do harm elsewhere.
    const isItsOwn = failure === 'forbidden' || failure === 'invalid';
    return { outcome: isItsOwn ? 'left-alone' : 'failed', message: error.message };
  }
}
