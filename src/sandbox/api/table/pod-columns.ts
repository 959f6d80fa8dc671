import type { V1Pod } from '@kubernetes/client-node';
import type { Plain, Stored } from '../../objects/stored.ts';
import { column, wide, type Column } from './column.ts';
import { AGE, NAME } from './common-columns.ts';
import { podReport } from './pod-report.ts';

type Pod = Plain<V1Pod>;

export const POD_COLUMNS: readonly Column<Pod>[] = [
  NAME,
  column('Ready', (pod) => podReport(pod).ready, {
    description: 'The aggregate readiness state of this pod for accepting traffic.',
  }),
  column('Status', (pod) => podReport(pod).status, {
    description: 'The aggregate status of the containers in this pod.',
  }),
  column('Restarts', (pod, now) => podReport(pod).restarts(now), {
    description:
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
  }),
  AGE,
  wide(column('IP', ({ status }) => status?.podIPs?.[0]?.ip ?? '<none>')),
  wide(column('Node', ({ spec }) => spec?.nodeName ?? '<none>')),
  wide(column('Nominated Node', ({ status }) => status?.nominatedNodeName ?? '<none>')),
  wide(column('Readiness Gates', readinessGates)),
];

function readinessGates({ spec, status }: Stored<Pod>): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const conditions = status?.conditions ?? [];
  const open = gates.filter(({ conditionType }) =>
    conditions.some((condition) => condition.type === conditionType && condition.status === 'True'),
  );
  return `${open.length}/${gates.length}`;
}
