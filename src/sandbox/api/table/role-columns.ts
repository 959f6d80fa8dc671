import type { V1ClusterRole, V1ClusterRoleBinding, V1Role, V1RoleBinding } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, wide, type Column } from './column.ts';
import { AGE, NAME } from './common-columns.ts';

type Binding = Plain<V1RoleBinding> | Plain<V1ClusterRoleBinding>;
type Bound = Pick<Binding, 'subjects'>;

const ROLE_ROW: readonly Column<Plain<V1Role> | Plain<V1ClusterRole>>[] = [
  NAME,
  column('Created At', ({ metadata }) => metadata.creationTimestamp, { type: 'date' }),
];

const BINDING_ROW: readonly Column<Binding>[] = [
  NAME,
  column('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  AGE,
  wide(column('Users', (binding) => names(binding, 'User'))),
  wide(column('Groups', (binding) => names(binding, 'Group'))),
  wide(column('ServiceAccounts', (binding) => names(binding, 'ServiceAccount'))),
];

/** By `plural.group`. */
export const ROLE_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  'roles.rbac.authorization.k8s.io': ROLE_ROW,
  'clusterroles.rbac.authorization.k8s.io': ROLE_ROW,
  'rolebindings.rbac.authorization.k8s.io': BINDING_ROW,
  'clusterrolebindings.rbac.authorization.k8s.io': BINDING_ROW,
};

function names({ subjects = [] }: Bound, wanted: string): string {
  return subjects
    .filter(({ kind }) => kind === wanted)
    .map(({ name, namespace }) => (wanted === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ');
}
