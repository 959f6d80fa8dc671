import { deepEqual } from 'node:assert/strict';
import { podReport } from '../../../../src/sandbox/api/table/pod-report.ts';
import type { Pod } from '../../../../src/sandbox/objects/pod.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const RUNNING = { running: { startedAt: '2026-03-01T11:00:00Z' } };
const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number) => ({
  terminated: {
    exitCode,
    finishedAt: '2026-03-01T11:55:00Z',
    ...(reason === undefined ? {} : { reason }),
    ...(signal === undefined ? {} : { signal }),
  },
});

interface Container {
  readonly state?: object;
  readonly ready?: boolean;
  readonly restarts?: number;
  readonly sidecar?: boolean;
}

interface Seen {
  readonly phase: string;
  readonly reason?: string;
  readonly init?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly conditions?: readonly string[];
  readonly isDeleted?: boolean;
}

function statusOf(
  { state = {}, ready = false, restarts = 0, sidecar = false }: Container,
  name: string,
): object {
  const lastState = restarts === 0 ? {} : ended(1);
  return { name, state, lastState, ready, restartCount: restarts, started: sidecar, image: '', imageID: '' };
}

function pod({ phase, reason, init = [], containers = [{}], conditions = [], isDeleted = false }: Seen): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '2026-03-01T11:00:00Z',
      ...(isDeleted ? { deletionTimestamp: '2026-03-01T11:59:00Z' } : {}),
    },
    spec: {
      initContainers: init.map(({ sidecar }, index) => ({
        name: `init${index}`,
        ...(sidecar === true ? { restartPolicy: 'Always' } : {}),
      })),
      containers: containers.map((_, index) => ({ name: `app${index}` })),
    },
    status: {
      phase,
      ...(reason === undefined ? {} : { reason }),
      conditions: conditions.map((type) => ({ type, status: 'True' })),
      initContainerStatuses: init.map((one, index) => statusOf(one, `init${index}`)),
      containerStatuses: containers.map((one, index) => statusOf(one, `app${index}`)),
    },
  } as unknown as Pod;
}

const UP = { state: RUNNING, ready: true };

const cases: readonly (Seen & { readonly name: string; readonly says: readonly string[] })[] = [
  { name: 'a running pod', phase: 'Running', containers: [UP], says: ['1/1', 'Running', '0'] },
  { name: 'a pod that waits for a node', phase: 'Pending', containers: [{}], says: ['0/1', 'Pending', '0'] },
  {
    name: 'an image that cannot be pulled',
    phase: 'Pending',
    containers: [UP, { state: waiting('ImagePullBackOff') }],
    says: ['1/2', 'ImagePullBackOff', '0'],
  },
  {
    name: 'the first of two reasons',
    phase: 'Pending',
    containers: [{ state: waiting('ErrImagePull') }, { state: waiting('CrashLoopBackOff') }],
    says: ['0/2', 'ErrImagePull', '0'],
  },
  {
    name: 'restarts and the last of them',
    phase: 'Running',
    containers: [{ state: waiting('CrashLoopBackOff'), restarts: 3 }],
    says: ['0/1', 'CrashLoopBackOff', '3 (5m ago)'],
  },
  {
    name: 'the second of two init containers',
    phase: 'Pending',
    init: [{ state: ended(0, 'Completed') }, { state: RUNNING }],
    containers: [{ state: waiting('PodInitializing') }],
    says: ['0/1', 'Init:1/2', '0'],
  },
  {
    name: 'an init container whose image cannot be pulled',
    phase: 'Pending',
    init: [{ state: waiting('ImagePullBackOff') }],
    containers: [{ state: waiting('PodInitializing') }],
    says: ['0/1', 'Init:ImagePullBackOff', '0'],
  },
  {
    name: 'an init container that failed',
    phase: 'Pending',
    init: [{ state: ended(2), restarts: 1 }],
    says: ['0/1', 'Init:ExitCode:2', '1 (5m ago)'],
  },
  {
    name: 'a sidecar that counts as a container',
    phase: 'Running',
    init: [{ ...UP, sidecar: true, restarts: 2 }],
    containers: [UP],
    conditions: ['Initialized'],
    says: ['2/2', 'Running', '2 (5m ago)'],
  },
  {
    name: 'a pod that has done its work',
    phase: 'Succeeded',
    containers: [{ state: ended(0, 'Completed') }],
    says: ['0/1', 'Completed', '0'],
  },
  {
    name: 'a failed pod',
    phase: 'Failed',
    containers: [{ state: ended(1, 'Error') }],
    says: ['0/1', 'Error', '0'],
  },
  {
    name: 'a killed container',
    phase: 'Failed',
    containers: [{ state: ended(0, '', 9) }],
    says: ['0/1', 'Signal:9', '0'],
  },
  {
    name: 'one of two containers that has ended',
    phase: 'Running',
    containers: [{ state: ended(0, 'Completed') }, UP],
    says: ['1/2', 'NotReady', '0'],
  },
  {
    name: 'one of two containers that has ended in a pod that is ready',
    phase: 'Running',
    containers: [{ state: ended(0, 'Completed') }, UP],
    conditions: ['Ready'],
    says: ['1/2', 'Running', '0'],
  },
  {
    name: 'a reason of the pod itself',
    phase: 'Failed',
    reason: 'Evicted',
    containers: [{}],
    says: ['0/1', 'Evicted', '0'],
  },
  {
    name: 'a pod that is being deleted',
    phase: 'Running',
    containers: [UP],
    isDeleted: true,
    says: ['1/1', 'Terminating', '0'],
  },
  {
    name: 'an ended pod that is being deleted',
    phase: 'Succeeded',
    containers: [{ state: ended(0, 'Completed') }],
    isDeleted: true,
    says: ['0/1', 'Completed', '0'],
  },
];

describe('podReport', () => {
  for (const { name, says, ...seen } of cases) {
    it(`tells of ${name}`, () => {
      const report = podReport(pod(seen));
      deepEqual([report.ready, report.status, report.restarts(NOW)], says);
    });
  }
});
