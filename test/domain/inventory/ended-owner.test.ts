import assert from 'node:assert/strict';
import { imagesNamedBy, isOver, ownerOfEnded } from '../../../src/domain/inventory/ended-owner.ts';
import { workloadOf } from '../../../src/domain/inventory/workload.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import { obstacleFor } from '../../../src/domain/plan/obstacles.ts';
import { anObject } from '../../support/builders/object.ts';
import { pod } from '../../support/builders/pod.ts';
import { SCALED_JOBS } from '../../support/builders/resources.ts';

const SOON = '2026-01-01T00:00:00Z';
const done = (type: string, status = 'True') => ({ conditions: [{ type, status }] });

describe('what starts pods from time to time', () => {
  const states: readonly [
    what: string,
    over: boolean,
    parts: { apiVersion?: string; spec?: unknown; status?: unknown },
  ][] = [
    [
      'a Plan whose Job of one node is done',
      false,
      { apiVersion: 'upgrade.cattle.io/v1', status: done('Complete') },
    ],
    [
      'what has a schedule deep inside',
      false,
      { spec: { backup: [{ Schedule: '@daily' }] }, status: { completionTime: SOON } },
    ],
    ['what comes at intervals', false, { spec: { interval: '5m' }, status: { completionTime: SOON } }],
    ['a Workflow that ended', true, { status: { phase: 'Failed', finishedAt: SOON } }],
    ['a Workflow that runs', false, { status: { phase: 'Running', finishedAt: null } }],
    [
      'a run of Tekton that failed',
      true,
      { status: { completionTime: SOON, ...done('Succeeded', 'False') } },
    ],
    ['a run of Tekton that runs', false, { status: done('Succeeded', 'Unknown') }],
    ['a JobSet that ended', true, { status: done('Completed') }],
    ['a RayJob that ended', true, { status: { endTime: SOON } }],
    ['what has a schedule', false, { spec: { schedule: '@daily' }, status: { completionTime: SOON } }],
    ['what is ready', false, { status: done('Ready') }],
    ['what says nothing', false, {}],
    ['what says something strange', false, { spec: 'x', status: { conditions: [null, 7], endTime: 7 } }],
  ];
  for (const [what, over, parts] of states) {
    it(`${over ? 'is' : 'is not'} over: ${what}`, () => {
      assert.equal(isOver({ apiVersion: 'jobset.x-k8s.io/v1', ...parts }), over);
    });
  }

  const named = {
    spec: {
      image: 'a/b:1',
      'jobs.x': [{ image: { repository: 'c' } }, { sidecar: { image: 'd:2' } }],
      images: 'e',
    },
  };

  it('names images wherever a text is called image', () => {
    assert.deepEqual(
      imagesNamedBy(named).map(({ pointer, image }) => [pointer, image]),
      [
        ['/spec/image', 'a/b:1'],
        ['/spec/jobs.x/1/sidecar/image', 'd:2'],
      ],
    );
  });

  const fields: readonly [number | undefined, string][] = [
    [0, " 'scaledjobs.keda.sh={.spec.image}'"],
    [1, " 'scaledjobs.keda.sh={.spec['jobs.x'][1].sidecar.image}'"],
    [undefined, ''],
  ];
  for (const [index, value] of fields) {
    it(`is left alone, with the flag as it is to be given${value}`, () => {
      const ran = pod();
      const child = workloadOf(PODS, ran);
      const images = index === undefined ? child.images : imagesNamedBy(named).slice(index, index + 1);
      const workload = ownerOfEnded(SCALED_JOBS, anObject(SCALED_JOBS, {}, {}), { child, images });
      assert.deepEqual(obstacleFor(workload, { byUid: new Map(), includeManaged: false }), {
        code: 'controlled',
        reason: `unsupported kind ScaledJob, and the next pods that it starts will pull it again: give the field with the image by --image-path${value}`,
      });
    });
  }
});
