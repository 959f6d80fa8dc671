/** What a Deployment asks for, with the defaults of the API filled in. */
import type { Deployment, PodTemplate } from '../kinds.ts';
import { scaled } from '../int-or-percent.ts';

export interface DesiredDeployment {
  readonly replicas: number;
  readonly template: PodTemplate | undefined;
  readonly recreate: boolean;
  readonly paused: boolean;
  /** Pods that may be there besides `replicas`. */
  readonly maxSurge: number;
  /** Pods that may lack from `replicas`. */
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  readonly historyLimit: number;
  /** In seconds; absent where no progress is expected. */
  readonly progressDeadline: number | undefined;
}

/** Means no limit. */
const MAX_INT32 = 2 ** 31 - 1;
const DEFAULTS = {
  replicas: 1,
  paused: false,
  minReadySeconds: 0,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
};
const DEFAULT_SHARES = { maxSurge: '25%', maxUnavailable: '25%' };

export function deploymentWish({ spec }: Deployment): DesiredDeployment {
  const filled = { ...DEFAULTS, ...spec };
  const { replicas, progressDeadlineSeconds: deadline } = filled;
  return {
    ...limits(replicas, spec?.strategy),
    replicas,
    paused: filled.paused,
    minReadySeconds: filled.minReadySeconds,
    template: spec?.template,
    historyLimit: filled.revisionHistoryLimit,
    progressDeadline: deadline === MAX_INT32 ? undefined : deadline,
  };
}

type Strategy = NonNullable<Deployment['spec']>['strategy'];

/** Surges are rounded up, absences down; both being 0 nothing could ever move (`ResolveFenceposts`). */
function limits(replicas: number, strategy: Strategy) {
  if (strategy?.type === 'Recreate') return { recreate: true, maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge, maxUnavailable } = { ...DEFAULT_SHARES, ...strategy?.rollingUpdate };
  const surge = scaled(maxSurge, replicas, 'up');
  const absent = scaled(maxUnavailable, replicas, 'down');
  const lifted = surge === 0 && absent === 0 ? 1 : absent;
  return { recreate: false, maxSurge: surge, maxUnavailable: Math.min(lifted, replicas) };
}
