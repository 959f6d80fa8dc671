import type {
  V1ConfigMap,
  V1CustomResourceDefinition,
  V1Lease,
  V1Namespace,
  V1Node,
  V1Secret,
} from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, wide, type Column } from './column.ts';
import { AGE, NAME } from './common-columns.ts';

type Node = Plain<V1Node>;

const NODE_COLUMNS: readonly Column<Node>[] = [
  NAME,
  column('Status', nodeStatus, { description: 'The status of the node' }),
  column('Roles', nodeRoles, { description: 'The roles of the node' }),
  AGE,
  column('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  wide(column('Internal-IP', ({ status }) => address(status, 'InternalIP'))),
  wide(column('External-IP', ({ status }) => address(status, 'ExternalIP'))),
  wide(column('OS-Image', ({ status }) => known(status?.nodeInfo?.osImage))),
  wide(column('Kernel-Version', kernel)),
  wide(column('Container-Runtime', ({ status }) => known(status?.nodeInfo?.containerRuntimeVersion))),
];

const NAMESPACE_COLUMNS: readonly Column<Plain<V1Namespace>>[] = [
  NAME,
  column('Status', ({ status }) => status?.phase ?? '', { description: 'The status of the namespace' }),
  AGE,
];

const SECRET_COLUMNS: readonly Column<Plain<V1Secret>>[] = [
  NAME,
  column('Type', ({ type }) => type ?? ''),
  column('Data', ({ data }) => Object.keys(data ?? {}).length),
  AGE,
];

const CONFIG_MAP_COLUMNS: readonly Column<Plain<V1ConfigMap>>[] = [
  NAME,
  column('Data', ({ data, binaryData }) => Object.keys({ ...data, ...binaryData }).length),
  AGE,
];

const LEASE_COLUMNS: readonly Column<Plain<V1Lease>>[] = [
  NAME,
  column('Holder', ({ spec }) => spec?.holderIdentity ?? ''),
  AGE,
];

const DEFINITION_COLUMNS: readonly Column<Plain<V1CustomResourceDefinition>>[] = [
  NAME,
  column('Created At', ({ metadata }) => metadata.creationTimestamp, { type: 'date' }),
];

/** By `plural.group`. */
export const CLUSTER_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  nodes: NODE_COLUMNS,
  namespaces: NAMESPACE_COLUMNS,
  secrets: SECRET_COLUMNS,
  configmaps: CONFIG_MAP_COLUMNS,
  'leases.coordination.k8s.io': LEASE_COLUMNS,
  'customresourcedefinitions.apiextensions.k8s.io': DEFINITION_COLUMNS,
};

function nodeStatus({ spec, status }: Pick<Node, 'spec' | 'status'>): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const words = { True: 'Ready' }[ready?.status ?? ''] ?? 'NotReady';
  const state = ready === undefined ? 'Unknown' : words;
  return spec?.unschedulable === true ? `${state},SchedulingDisabled` : state;
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeRoles({
  metadata,
}: {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === 'kubernetes.io/role' ? value : '';
  });
  const named = [...new Set(roles.filter((role) => role !== ''))].toSorted();
  return named.length === 0 ? '<none>' : named.join(',');
}

function address(status: Node['status'], type: string): string {
  return status?.addresses?.find((one) => one.type === type)?.address ?? '<none>';
}

function kernel({ status }: Pick<Node, 'status'>): string {
  const { kernelVersion, architecture = '' } = status?.nodeInfo ?? {};
  return architecture === '' ? known(kernelVersion) : `${known(kernelVersion)} (${architecture})`;
}

function known(text: string | undefined): string {
  return text === undefined || text === '' ? '<unknown>' : text;
}
