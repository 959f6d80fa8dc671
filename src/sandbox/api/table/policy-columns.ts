import type { V1PodDisruptionBudget, V1ResourceQuota } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, count, type Column } from './column.ts';
import { AGE, NAME } from './common-columns.ts';

type Quota = Plain<V1ResourceQuota>;

const DISRUPTION_BUDGET_COLUMNS: readonly Column<Plain<V1PodDisruptionBudget>>[] = [
  NAME,
  column('Min Available', ({ spec }) => `${spec?.minAvailable ?? 'N/A'}`),
  column('Max Unavailable', ({ spec }) => `${spec?.maxUnavailable ?? 'N/A'}`),
  count('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed ?? 0),
  AGE,
];

const QUOTA_COLUMNS: readonly Column<Quota>[] = [
  NAME,
  column('Request', (quota) => used(quota, (resource) => !resource.startsWith('limits.'))),
  column('Limit', (quota) => used(quota, (resource) => resource.startsWith('limits.'))),
  AGE,
];

/** By `plural.group`. */
export const POLICY_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  'poddisruptionbudgets.policy': DISRUPTION_BUDGET_COLUMNS,
  resourcequotas: QUOTA_COLUMNS,
};

function used({ status }: Pick<Quota, 'status'>, isShown: (resource: string) => boolean): string {
  const hard = Object.entries(status?.hard ?? {}).filter(([resource]) => isShown(resource));
  return hard
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([resource, most]) => `${resource}: ${status?.used?.[resource] ?? '0'}/${most}`)
    .join(', ');
}
