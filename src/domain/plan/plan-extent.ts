import type { Plan } from './plan.ts';
import type { Extent } from '../permissions/extent.ts';

/** The part of an extent that does not come from the plan. */
export type PlanSurroundings = Omit<Extent, 'changes' | 'copies' | 'pullSecrets'>;

/** The extent of a plan: only the kinds, namespaces and Secrets in it. */
export function planExtent(plan: Plan, surroundings: PlanSurroundings): Extent {
  const secrets = plan.changes.flatMap(({ workload, ensurePullSecret: name }) =>
    name === undefined ? [] : [{ namespace: workload.namespace ?? '', name }],
  );
  return {
    ...surroundings,
    changes: plan.changes.map(({ workload }) => workload),
    copies: plan.copies.some(({ present }) => !present),
    pullSecrets: [...new Map(secrets.map((secret) => [secret.namespace, secret])).values()],
  };
}
