/**
 * Which pull Secrets to add to a template so that its pods can pull from the target, and from all other registries as
 * before.
 */
import { placeOf, type PullLogin } from '../credentials/pull-login.ts';
import type { PullLoginProblem } from '../credentials/pull-login-problem.ts';
import type { ImageReference } from '../image/reference.ts';
import type { Workload } from '../inventory/workload.ts';
import { podReplacementOf } from '../workload-kinds/workload-kind-of.ts';
import type { Obstacle } from './obstacles.ts';

/** A required login of pods for a place at the target, without the secret. */
export interface PodLogin extends Pick<PullLogin, 'place'> {
  /** Whether it is the login of the copy, since none was given for pods. */
  readonly shared: boolean;
  /** Why it does not belong in a pull Secret. */
  readonly problem?: PullLoginProblem;
}

export interface PullSecretContext {
  /** Name of the Secret to add to templates. */
  readonly pullSecret: string;
  /** The places at the target that need a login; all others allow anonymous pull. */
  readonly logins: readonly PodLogin[];
  /** Pull Secrets of the service accounts, by `namespace/name`. */
  readonly serviceAccounts: ReadonlyMap<string, readonly string[]>;
  /** Workloads whose own Secrets can pull all their images from the target. */
  readonly served: ReadonlySet<Workload>;
  /** Namespace to the reason why its existing Secret cannot hold the logins. */
  readonly losing: ReadonlyMap<string, string>;
  /** `namespace/name` of existing Secrets to add the logins to. */
  readonly granting: ReadonlySet<string>;
}

export interface PullSecretDecision {
  readonly add: readonly string[];
  /** The tool's Secret in the template afterwards, added or already there. */
  readonly ensure?: string;
  readonly obstacle?: Obstacle;
  readonly warning?: string;
}

/** The logins that images at the target need. */
export function loginsNeeded(
  targets: readonly Pick<ImageReference, 'host' | 'repository'>[],
  { logins }: Pick<PullSecretContext, 'logins'>,
): PodLogin[] {
  return targets.flatMap((target) => placeOf(logins, target) ?? []);
}

/** Decides for one workload and its target images. Pure. */
export function decidePullSecrets(
  workload: Workload,
  targets: readonly ImageReference[],
  context: PullSecretContext,
): PullSecretDecision {
  const { ref, pullSecrets, serviceAccount } = workload;
  const namespace = ref.namespace ?? '';
  if (loginsNeeded(targets, context).length === 0 || context.served.has(workload)) return { add: [] };
  if (serviceAccount === undefined) {
    return {
      add: [],
      warning: 'its operator decides about pull Secrets: make sure that its pods can pull from the target',
    };
  }
  const inherited =
    pullSecrets.length > 0 ? [] : (context.serviceAccounts.get(`${namespace}/${serviceAccount}`) ?? []);
  const effective = [...pullSecrets, ...inherited];
  if (effective.some((name) => context.granting.has(`${namespace}/${name}`))) return { add: [] };
  return withOwnSecret(workload, inherited, context);
}

/** Decides for a workload that needs the tool's Secret. */
function withOwnSecret(
  { ref, pullSecrets }: Workload,
  inherited: readonly string[],
  context: PullSecretContext,
): PullSecretDecision {
  const namespace = ref.namespace ?? '';
  const effective = [...pullSecrets, ...inherited];
  const isNamed = effective.includes(context.pullSecret);
  const isBare = !isNamed && podReplacementOf(ref.resource) === 'in-place';
  const obstacle = isBare ? bareObstacle(namespace, effective) : losingObstacle(namespace, context);
  if (obstacle !== undefined) return { add: [], obstacle };
  const add = isNamed ? [] : [...new Set([...inherited, context.pullSecret])];
  return { add, ensure: context.pullSecret };
}

function losingObstacle(namespace: string, { losing }: PullSecretContext): Obstacle | undefined {
  const reason = losing.get(namespace);
  return reason === undefined ? undefined : { code: 'pull-secret', reason };
}

/** The pull Secrets of an existing pod are immutable. */
function bareObstacle(namespace: string, effective: readonly string[]): Obstacle {
  const [secret] = effective;
  const wayOut =
    secret === undefined
      ? 'recreate it with a pull Secret for the target'
      : `add the target's login to the Secret that it uses (--registry-secret ${namespace}/${secret}), or recreate it`;
  return { code: 'pull-secret', reason: `the pull Secrets of a running pod are immutable: ${wayOut}` };
}
