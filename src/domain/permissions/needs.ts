/**
 * What each activity asks of the API server: the one table from which `rbac`, `preflight` and the checks before a
 * change are derived. Discovery and access reviews are not in it: the server grants them to everybody who has logged
 * in (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings).
 */
import {
  CONFIG_MAPS,
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  EVENTS,
  JOBS,
  LEASES,
  NAMESPACES,
  NODES,
  PODS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  type Resource,
  SECRETS,
  SERVICE_ACCOUNTS,
  STATEFUL_SETS,
} from '../kubernetes/resource.ts';
import type { Verb } from './permission.ts';
import type { Place } from './places.ts';

export type Activity = 'inventory' | 'plan' | 'verify' | 'copy' | 'switch' | 'heal' | 'rollback';

/** What reads only: `images`, `plan` and `verify`. */
export const LOOK: readonly Activity[] = ['inventory', 'plan', 'verify'];

/** A whole move, and the way back: nobody should begin what cannot be undone. */
export const EVERYTHING: readonly Activity[] = [...LOOK, 'copy', 'switch', 'heal', 'rollback'];

export interface Need {
  readonly activities: readonly Activity[];
  readonly verbs: readonly Verb[];
  /** `custom`: the custom resources that the user named. */
  readonly resources: readonly Resource[] | 'custom';
  readonly subresource?: string;
  /** Names are left out for `create`, which no rule can limit by name. */
  readonly place: Place;
  readonly why: string;
  /** What is lost without it; absent: nothing goes without. */
  readonly without?: string;
}

const PATCHED = [
  DEPLOYMENTS,
  STATEFUL_SETS,
  DAEMON_SETS,
  REPLICA_SETS,
  CRON_JOBS,
  REPLICATION_CONTROLLERS,
  PODS,
];
const WHY_LEASES = 'keep others from changing the same at the same time';
const LOGINS = [SECRETS, SERVICE_ACCOUNTS];

const LOOKING: readonly Need[] = [
  {
    activities: ['inventory'],
    verbs: ['list'],
    resources: [...PATCHED, JOBS],
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
];

const COPYING: readonly Need[] = [
  { activities: ['copy'], verbs: ['get'], resources: [JOBS], place: 'copy-job', why: 'find an earlier copy' },
  {
    activities: ['copy'],
    verbs: ['list', 'watch', 'create', 'patch', 'delete'],
    resources: [JOBS],
    place: 'running-copy-job',
    why: 'run the copy',
  },
  {
    activities: ['copy'],
    verbs: ['get', 'create', 'delete'],
    resources: [SECRETS],
    place: 'copy',
    why: 'hand the copy its logins',
  },
  {
    activities: ['copy'],
    verbs: ['list', 'watch'],
    resources: [PODS],
    place: 'copy',
    why: 'follow the copy',
  },
  {
    activities: ['copy'],
    verbs: ['get'],
    resources: [PODS],
    subresource: 'log',
    place: 'copy',
    why: 'show the progress of the copy',
    without: 'the copy shows no progress and no reasons of failures',
  },
  {
    activities: ['copy'],
    verbs: ['list', 'watch'],
    resources: [EVENTS],
    place: 'copy',
    why: 'tell why the copy gets no pods',
    without: 'a copy that gets no pods does not say why',
  },
  {
    activities: ['copy', 'switch', 'rollback'],
    verbs: ['get'],
    resources: [NAMESPACES],
    place: 'home',
    why: 'see whether the copy namespace is there',
  },
  {
    activities: ['copy', 'switch', 'rollback'],
    verbs: ['create'],
    resources: [NAMESPACES],
    place: 'new-home',
    why: 'create the copy namespace',
  },
];

const CHANGING: readonly Need[] = [
  {
    activities: ['switch', 'rollback'],
    verbs: ['get', 'patch'],
    resources: PATCHED,
    place: 'changed',
    why: 'change the images',
  },
  {
    activities: ['switch', 'rollback'],
    verbs: ['get', 'patch'],
    resources: 'custom',
    place: 'changed',
    why: 'change the images of custom resources',
  },
  {
    activities: ['switch', 'rollback'],
    verbs: ['delete'],
    resources: [PODS],
    place: 'restarted',
    why: 'replace stuck pods that their controller would keep',
  },
  {
    activities: ['switch', 'rollback'],
    verbs: ['create'],
    resources: [PODS],
    subresource: 'eviction',
    place: 'evicted',
    why: 'replace pods that their controller would keep, as disruption budgets allow',
  },
  {
    activities: ['switch'],
    verbs: ['list'],
    resources: [EVENTS],
    place: 'moving',
    why: 'tell why a workload does not become ready',
    without: 'a workload that fails is put back without its events',
  },
  {
    activities: ['switch'],
    verbs: ['get'],
    resources: [PODS],
    subresource: 'log',
    place: 'moving',
    why: 'show what a container that ended has logged',
    without: 'a workload that fails is put back without the end of its logs',
  },
  {
    activities: ['switch'],
    verbs: ['get', 'create', 'patch'],
    resources: [SECRETS],
    place: 'pull-secret',
    why: 'let pods pull from the target',
  },
  {
    activities: ['switch', 'rollback'],
    verbs: ['get', 'patch'],
    resources: [SECRETS],
    place: 'registry-secret',
    why: 'add the login of the target to it',
  },
  {
    activities: ['switch'],
    verbs: ['get', 'create', 'patch'],
    resources: [SECRETS],
    place: 'backup',
    why: 'keep what a pull Secret held',
  },
  {
    activities: ['switch'],
    verbs: ['get', 'create', 'patch'],
    resources: [CONFIG_MAPS],
    place: 'new-memory',
    why: 'remember which custom resources changed',
  },
  {
    activities: ['copy', 'switch', 'rollback'],
    verbs: ['get', 'create', 'patch'],
    resources: [LEASES],
    place: 'lease',
    why: WHY_LEASES,
  },
  {
    activities: ['switch', 'rollback'],
    verbs: ['get', 'list', 'create', 'patch'],
    resources: [CONFIG_MAPS],
    place: 'journal',
    why: 'write down what is done, and find it when it is to be resumed',
  },
  {
    activities: ['switch'],
    verbs: ['delete'],
    resources: [CONFIG_MAPS],
    place: 'journal',
    why: 'remove journals of runs that were rolled back or finished',
    without: 'they stay until somebody removes them',
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
