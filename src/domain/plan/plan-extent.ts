/** How far a plan reaches. */
import type { Plan } from './plan.ts';
import type { Extent } from '../permissions/extent.ts';

/** What of an extent does not come from the plan. */
export type PlanSurroundings = Omit<Extent, 'changes' | 'copies' | 'pullSecrets'>;

/** Only the kinds, the namespaces and the Secrets that the plan names. */
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
