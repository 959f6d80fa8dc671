/** Which pull Secrets a template must gain so that its pods can pull from the target and from everywhere else as before. */
import type { Workload } from '../inventory/workload.ts';
import type { Obstacle } from './obstacles.ts';

export interface PullSecretContext {
  /** Name of the Secret with the target's login; absent when the target needs none. */
  readonly pullSecret?: string;
  /** Whether that login is the one that copies: no other was given for pods. */
  readonly sharesPushLogin: boolean;
  /** Pull Secrets of the service accounts, by `namespace/name`. */
  readonly serviceAccounts: ReadonlyMap<string, readonly string[]>;
  /** `namespace/name` of the existing Secrets that hold (or will hold) the target's login. */
  readonly granting: ReadonlySet<string>;
}

export interface PullSecretDecision {
  readonly add: readonly string[];
  /** The Secret of ours that the template names afterwards, whether it is added or there already. */
  readonly ensure?: string;
  readonly obstacle?: Obstacle;
  readonly warning?: string;
}

/** Decides for one workload. Pure. */
export function decidePullSecrets(workload: Workload, context: PullSecretContext): PullSecretDecision {
  const { ref, pullSecrets, serviceAccount } = workload;
  const namespace = ref.namespace ?? '';
  if (context.pullSecret === undefined) return { add: [] };
  if (serviceAccount === undefined) {
    return {
      add: [],
      warning: 'its operator decides about pull Secrets: see that its pods can pull from the target',
    };
  }
  const inherited =
    pullSecrets.length > 0 ? [] : (context.serviceAccounts.get(`${namespace}/${serviceAccount}`) ?? []);
  const effective = [...pullSecrets, ...inherited];
  if (effective.some((name) => context.granting.has(`${namespace}/${name}`))) return { add: [] };
  if (effective.includes(context.pullSecret)) return { add: [], ensure: context.pullSecret };
  if (ref.resource.kind === 'Pod') return { add: [], obstacle: bareObstacle(namespace, effective) };
  const add = [...new Set([...inherited, context.pullSecret])];
  return { add, ensure: context.pullSecret };
}

/** The pull Secrets of an existing pod are immutable. */
function bareObstacle(namespace: string, effective: readonly string[]): Obstacle {
  const [secret] = effective;
  const wayOut =
    secret === undefined
      ? 'create it anew with a pull Secret for the target'
      : `add the target's login to the Secret that it uses (--registry-secret ${namespace}/${secret}), or create it anew`;
  return { code: 'pull-secret', reason: `the pull Secrets of a running pod cannot change: ${wayOut}` };
}
