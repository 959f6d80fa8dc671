/** What a StatefulSet asks for, with the defaults of the API filled in. */
import type { StatefulSet } from '../kinds.ts';

export interface DesiredStatefulSet {
  readonly replicas: number;
  /** Ordinal of the first pod. */
  readonly start: number;
  /** One pod at a time, each after the one before is available. */
  readonly ordered: boolean;
  readonly onDelete: boolean;
  /** Pods below it keep the current revision. */
  readonly partition: number;
  readonly minReadySeconds: number;
  readonly historyLimit: number;
}

const DEFAULTS = { replicas: 1, minReadySeconds: 0, revisionHistoryLimit: 10 };

export function desiredStatefulSet({ spec }: StatefulSet): DesiredStatefulSet {
  const { replicas, minReadySeconds, revisionHistoryLimit } = { ...DEFAULTS, ...spec };
  return {
    replicas,
    minReadySeconds,
    historyLimit: revisionHistoryLimit,
    start: spec?.ordinals?.start ?? 0,
    ordered: spec?.podManagementPolicy !== 'Parallel',
    onDelete: spec?.updateStrategy?.type === 'OnDelete',
    partition: partitionOf(spec?.updateStrategy),
  };
}

function partitionOf(strategy: NonNullable<StatefulSet['spec']>['updateStrategy']): number {
  return strategy?.rollingUpdate?.partition ?? 0;
}
