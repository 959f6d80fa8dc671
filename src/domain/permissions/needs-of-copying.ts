/** Permissions for copying. */
import { EVENTS, JOBS, NAMESPACES, PODS, SECRETS } from '../kubernetes/resource.ts';
import type { Need } from './need.ts';

export const COPYING: readonly Need[] = [
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
    why: 'give the copy its logins',
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
    without: 'the copy shows no progress and no reasons for failures',
  },
  {
    activities: ['copy'],
    verbs: ['list', 'watch'],
    resources: [EVENTS],
    place: 'copy',
    why: 'report why the copy gets no pods',
    without: 'a copy that gets no pods does not report why',
  },
  {
    activities: ['copy', 'switch', 'rollback'],
    verbs: ['get'],
    resources: [NAMESPACES],
    place: 'state-namespace',
    why: 'check whether the copy namespace exists',
  },
  {
    activities: ['copy', 'switch', 'rollback'],
    verbs: ['create'],
    resources: [NAMESPACES],
    place: 'new-state-namespace',
    why: 'create the copy namespace',
  },
];
