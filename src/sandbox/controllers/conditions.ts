/** The conditions in the status of a workload. */
import type { Condition } from './kinds.ts';

/** What is known of a condition before its times are. */
export interface NewCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** Where the kind has one. */
  readonly lastUpdateTime?: string;
  readonly lastProbeTime?: string;
}

export function conditionOf<One extends Condition>(
  conditions: readonly One[] | undefined,
  type: string,
): One | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Whether a condition is there and true. */
export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}

export function withoutCondition<One extends Condition>(
  conditions: readonly One[] | undefined,
  type: string,
): readonly One[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}

/** Kept as it is when status and reason are the same; `lastTransitionTime` is kept when the status is. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  condition: NewCondition,
  now: string,
): readonly Condition[] {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions ?? [];
  const lastTransitionTime = current?.status === condition.status ? (current.lastTransitionTime ?? now) : now;
  return [...withoutCondition(conditions, condition.type), { ...condition, lastTransitionTime }];
}
