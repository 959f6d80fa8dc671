/**
 * Permissions of each activity: the table for `rbac`, `preflight` and the checks before a change. Without discovery
 * and access reviews, which every authenticated user has
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings).
 */
import { CONFIG_MAPS, LEASES, NODES, PODS, SECRETS } from '../kubernetes/resource.ts';
import { WORKLOAD_KINDS } from '../workload-kinds/workload-kinds.ts';
import { LOGINS, type Activity, type Need, WHY_LEASES } from './need.ts';
import { CHANGING } from './needs-of-changing.ts';
import { COPYING } from './needs-of-copying.ts';

/** Read-only activities: `images`, `plan` and `verify`. */
export const READ_ONLY: readonly Activity[] = ['inventory', 'plan', 'verify'];

/** A complete move including rollback, since a move that cannot be undone should not be started. */
export const EVERYTHING: readonly Activity[] = [...READ_ONLY, 'copy', 'switch', 'heal', 'rollback'];

const ONLY_IF_NAMED = 'custom resources are searched only if --image-path names them';

const READ_NEEDS: readonly Need[] = [
  {
    activities: ['inventory'],
    verbs: ['list'],
    resources: WORKLOAD_KINDS.map(({ resource }) => resource),
    place: 'scope',
    why: 'find out what runs',
  },
  {
    activities: ['inventory'],
    verbs: ['list'],
    resources: 'custom',
    place: 'scope',
    why: 'find the images of custom resources',
  },
  {
    activities: ['plan', 'verify'],
    verbs: ['get'],
    resources: [CONFIG_MAPS],
    place: 'scope',
    why: 'find references to the source in what workloads use',
    without: 'references in ConfigMaps are not found',
  },
  {
    activities: ['plan', 'verify'],
    verbs: ['list'],
    resources: [CONFIG_MAPS],
    place: 'scope',
    why: 'find references to the source in what controllers may read',
    without: 'references in ConfigMaps that no workload references are not found',
  },
  {
    activities: ['inventory'],
    verbs: ['list'],
    resources: [NODES],
    place: 'cluster',
    why: 'know the platforms of the nodes',
    without: 'the target must have every platform of every image',
  },
  {
    activities: ['plan'],
    verbs: ['get'],
    resources: LOGINS,
    place: 'moving',
    why: 'find the logins of the source',
    without: 'logins in the cluster are unknown',
  },
  {
    activities: ['plan'],
    verbs: ['get'],
    resources: [SECRETS],
    place: 'login-secret',
    why: 'read a login for the target from it',
  },
  {
    activities: ['verify'],
    verbs: ['list'],
    resources: LOGINS,
    place: 'scope',
    why: 'find old credentials',
    without: 'old credentials are not shown',
  },
  {
    activities: ['verify', 'heal'],
    verbs: ['get'],
    resources: [CONFIG_MAPS],
    place: 'memory',
    why: 'read stored custom resource paths',
    without: ONLY_IF_NAMED,
  },
  {
    activities: ['verify', 'heal'],
    verbs: ['list'],
    resources: [CONFIG_MAPS],
    place: 'journals',
    why: 'find custom resource paths in journals',
    without: ONLY_IF_NAMED,
  },
];

const CLEANUP_NEEDS: readonly Need[] = [
  {
    activities: ['heal'],
    verbs: ['get', 'create', 'patch'],
    resources: [LEASES],
    place: 'scope-lease',
    why: WHY_LEASES,
  },
  {
    activities: ['heal'],
    verbs: ['get', 'delete'],
    resources: [PODS],
    place: 'scope',
    why: 'restart stuck pods',
  },
  {
    activities: ['rollback'],
    verbs: ['list'],
    resources: LOGINS,
    place: 'scope',
    why: 'find pull Secrets to restore or remove',
  },
  {
    activities: ['rollback'],
    verbs: ['delete'],
    resources: [SECRETS],
    place: 'pull-secret',
    why: 'remove pull Secrets that were added',
  },
  {
    activities: ['rollback'],
    verbs: ['delete'],
    resources: [SECRETS],
    place: 'backup',
    why: 'remove backups of pull Secrets',
  },
  {
    activities: ['rollback'],
    verbs: ['get', 'delete'],
    resources: [CONFIG_MAPS],
    place: 'memory',
    why: 'read which custom resources changed',
  },
];

export const NEEDS: readonly Need[] = [...READ_NEEDS, ...COPYING, ...CHANGING, ...CLEANUP_NEEDS];
