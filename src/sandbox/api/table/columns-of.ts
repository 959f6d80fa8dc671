import { resourceName, type ApiResource } from '../../objects/api-resource.ts';
import type { Column } from './column.ts';
import { AGE, NAME } from './common-columns.ts';
import { customColumns } from './custom-columns.ts';
import { BATCH_COLUMNS } from './batch-columns.ts';
import { CLUSTER_COLUMNS } from './cluster-columns.ts';
import { EVENT_COLUMNS } from './event-columns.ts';
import { POD_COLUMNS } from './pod-columns.ts';
import { POLICY_COLUMNS } from './policy-columns.ts';
import { ROLE_COLUMNS } from './role-columns.ts';
import { SERVICE_COLUMNS } from './service-columns.ts';
import { WORKLOAD_COLUMNS } from './workload-columns.ts';

/** By `plural.group`; their types tell which objects their cells are made of. */
const BUILT_IN = new Map<string, readonly Column<never>[]>([
  ['pods', POD_COLUMNS],
  ['events', EVENT_COLUMNS],
  ...Object.entries(WORKLOAD_COLUMNS),
  ...Object.entries(BATCH_COLUMNS),
  ...Object.entries(CLUSTER_COLUMNS),
  ...Object.entries(POLICY_COLUMNS),
  ...Object.entries(SERVICE_COLUMNS),
  ...Object.entries(ROLE_COLUMNS),
]);

/** The columns that the API server prints for a resource (kubernetes, pkg/printers/internalversion). */
export function columnsOf(resource: ApiResource): readonly Column[] {
  if (resource.openApiSchema !== undefined) return customColumns(resource);
  const columns = BUILT_IN.get(resourceName(resource)) ?? [NAME, AGE];
  return columns;
}
