/** Permissions for changing workloads, and for rolling them back where these are the same. */
import { CONFIG_MAPS, EVENTS, LEASES, PODS, SECRETS } from '../kubernetes/resource.ts';
import { PATCHED } from '../workload-kinds/workload-kinds.ts';
import { type Need, WHY_LEASES } from './need.ts';

export const CHANGING: readonly Need[] = [
  {
    activities: ['switch', 'rollback'],
    verbs: ['get', 'patch'],
    resources: PATCHED.map(({ resource }) => resource),
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
    why: 'report why a workload does not become ready',
    without: 'a workload that fails is rolled back without its events in the report',
  },
  {
    activities: ['switch'],
    verbs: ['get'],
    resources: [PODS],
    subresource: 'log',
    place: 'moving',
    why: 'show the log of a terminated container',
    without: 'a workload that fails is rolled back without its logs in the report',
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
    why: 'back up a pull Secret',
  },
  {
    activities: ['switch'],
    verbs: ['get', 'create', 'patch'],
    resources: [CONFIG_MAPS],
    place: 'new-memory',
    why: 'store which custom resources changed',
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
    why: 'journal the run, and find it to resume it',
  },
  {
    activities: ['switch'],
    verbs: ['delete'],
    resources: [CONFIG_MAPS],
    place: 'journal',
    why: 'remove journals of runs that were rolled back or finished',
    without: 'they are kept until somebody removes them',
  },
];
