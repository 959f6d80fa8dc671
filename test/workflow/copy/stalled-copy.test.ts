import assert from 'node:assert/strict';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { copyJob, copyPod, HOME, runCopy, waiting } from './copy-run.ts';

describe('copyImages: a copy that gets nowhere', () => {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: HOME, name: 'copy.1' },
    involvedObject: { uid: copyJob.metadata.uid },
    type: 'Warning',
    message: 'pods "copy-0" is forbidden: exceeded quota: full',
  };
  const unscheduled = {
    ...copyPod,
    status: { conditions: [{ type: 'PodScheduled', status: 'False', message: 'no node fits' }] },
  };
  const stalls: readonly [string, KubernetesObject | undefined, string][] = [
    ['gets no pod', event, `Job copy: ${event.message}`],
    ['gets no node', unscheduled, 'pod copy-0 is not scheduled: no node fits'],
    ['gets no image', waiting('ErrImagePull'), 'pod copy-0: ErrImagePull: no such image'],
    ['says nothing', undefined, 'reason unknown'],
  ];
  for (const [name, object, reason] of stalls) {
    it(`is given up when the time is over: it ${name}`, async () => {
      const present = object === undefined ? [] : [object];
      const cluster = new InMemoryCluster(present);
      await assert.rejects(
        runCopy({ cluster, timeoutSeconds: 0.05 }),
        (error) =>
          error instanceof ExpectedError &&
          error.message === `no pod of the copy has run for 0.05s: ${reason}` &&
          (error.nextStep ?? '').includes('--retry'),
      );
      assert.notEqual(cluster.find(copyJob), undefined);
    });
  }

  it('tells of a queue that suspends the Job again', async () => {
    const course = (cluster: InMemoryCluster) =>
      cluster.edit(copyJob, [{ op: 'add', path: '/spec/suspend', value: true }]);
    await assert.rejects(
      runCopy({ course, timeoutSeconds: 0.05 }),
      /no pod of the copy has run for 0.05s: the Job was suspended again after its start: a queue/,
    );
  });
});
