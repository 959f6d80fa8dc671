/** The roles for people that every cluster has (ClusterRoles cluster-admin, admin, edit and view), in short. */
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES } from '../../objects/api-resources.ts';
import type { Objects } from '../../objects/objects.ts';
import { MASTERS } from './api-user.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const WORKLOADS = [
  {
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'pods',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ],
  },
  {
    apiGroups: ['apps'],
    resources: [
      'controllerrevisions',
      'daemonsets',
      'deployments',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale',
    ],
  },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
];

const VIEW = [
  ...WORKLOADS.map((rule) => ({ ...rule, verbs: READ })),
  { apiGroups: [''], resources: ['namespaces', 'pods/log', 'pods/status'], verbs: READ },
];
const EDIT = [
  ...VIEW,
  ...WORKLOADS.map((rule) => ({ ...rule, verbs: WRITE })),
  { apiGroups: [''], resources: ['secrets'], verbs: [...READ, ...WRITE] },
  { apiGroups: [''], resources: ['pods/eviction', 'serviceaccounts/token'], verbs: ['create'] },
];
const ADMIN = [
  ...EDIT,
  {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['rolebindings', 'roles'],
    verbs: [...READ, ...WRITE],
  },
];
const CLUSTER_ADMIN = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

/** Creates them, and binds the first to the group of the administrators. */
export function createDefaultRoles(objects: Objects): void {
  const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
  const roles = { 'cluster-admin': CLUSTER_ADMIN, admin: ADMIN, edit: EDIT, view: VIEW };
  for (const [name, rules] of Object.entries(roles))
    objects.create(CLUSTER_ROLES, { metadata: { name, labels }, rules });
  const apiGroup = 'rbac.authorization.k8s.io';
  objects.create(CLUSTER_ROLE_BINDINGS, {
    metadata: { name: 'cluster-admin', labels },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup, kind: 'Group', name: MASTERS }],
  });
}
