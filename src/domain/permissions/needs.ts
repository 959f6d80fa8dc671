/**
 * What each activity asks of the API server: the one table from which `rbac`, `preflight` and the checks before a
 * change are derived. Discovery and access reviews are not in it: the server grants them to everybody who has logged
 * in (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings).
 */
import { CONFIG_MAPS, LEASES, NODES, PODS, SECRETS } from '../kubernetes/resource.ts';
import { WORKLOAD_KINDS } from '../workload-kinds/workload-kinds.ts';
import { LOGINS, type Activity, type Need, WHY_LEASES } from './need.ts';
import { CHANGING } from './needs-of-changing.ts';
import { COPYING } from './needs-of-copying.ts';

/** What reads only: `images`, `plan` and `verify`. */
export const LOOK: readonly Activity[] = ['inventory', 'plan', 'verify'];

/** A whole move, and the way back: nobody should begin what cannot be undone. */
export const EVERYTHING: readonly Activity[] = [...LOOK, 'copy', 'switch', 'heal', 'rollback'];

const UNTOLD = 'custom resources are looked at only where --image-path names them';

const LOOKING: readonly Need[] = [
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
    without: 'references in ConfigMaps that no workload names are not found',
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
    why: 'take a login at the target from it',
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
    why: 'recall which custom resources name images',
    without: UNTOLD,
  },
  {
    activities: ['verify', 'heal'],
    verbs: ['list'],
    resources: [CONFIG_MAPS],
    place: 'journals',
    why: 'find what runs were told of custom resources',
    without: UNTOLD,
  },
];

const MENDING: readonly Need[] = [
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
    why: 'find pull Secrets to put back or remove',
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
    why: 'recall which custom resources changed',
  },
];

export const NEEDS: readonly Need[] = [...LOOKING, ...COPYING, ...CHANGING, ...MENDING];
