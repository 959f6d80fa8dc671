import assert from 'node:assert/strict';
import { ClusterError, ExpectedError, InterruptedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import {
  copyJob,
  copySecret,
  type Course,
  failed,
  HOME,
  ONLY_B,
  runCopy,
  succeed,
  waiting,
} from './copy-run.ts';

/** Keeps every object as it was created. */
class CreatingCluster extends InMemoryCluster {
  readonly created: KubernetesObject[] = [];

  override async create(...[resource, object, options]: Parameters<InMemoryCluster['create']>) {
    const made = await super.create(resource, object, options);
    this.created.push(made);
    return made;
  }
}

describe('copyImages: how the Job and its Secrets come and go', () => {
  it('creates a Job that starts nothing, then the Secrets that it owns, then lets it begin', async () => {
    const cluster = new CreatingCluster();
    let begun: unknown;
    const course = (): void => {
      begun = valueAt(cluster.read(copyJob), ['spec', 'suspend']);
      succeed(cluster);
    };
    await runCopy({ cluster, course });
    const [, job, secret] = cluster.created;
    assert.equal(valueAt(job, ['spec', 'suspend']), true);
    assert.deepEqual(secret?.metadata.ownerReferences, [
      { apiVersion: 'batch/v1', kind: 'Job', name: 'copy', uid: job?.metadata.uid },
    ]);
    assert.equal(begun, false);
  });

  it('lets it begin although its controller has written to it since', async () => {
    const cluster = new InMemoryCluster();
    let writes = 0;
    cluster.beforePatch = (job) => (writes += 1) === 1 && cluster.put({ ...job, status: { active: 0 } });
    const { report } = await runCopy({ cluster, course: succeed });
    assert.deepEqual(report.copied, ['new.example/a:1']);
    assert.equal(writes, 2);
  });

  it('starts nothing where another run has replaced the Job in between', async () => {
    const cluster = new InMemoryCluster();
    const other = {
      ...copyJob,
      metadata: { ...copyJob.metadata, uid: 'of-another-run' },
      spec: { suspend: true },
    };
    cluster.beforePatch = () => {
      cluster.beforePatch = () => undefined;
      cluster.put(other);
    };
    await assert.rejects(runCopy({ cluster }), ExpectedError);
    assert.equal(valueAt(cluster.find(copyJob), ['spec', 'suspend']), true);
    assert.equal(cluster.read(copyJob).metadata.uid, 'of-another-run');
  });

  it('takes the Job back where its Secrets cannot be made', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', SECRETS, 'forbidden');
    await assert.rejects(runCopy({ cluster }), ClusterError);
    assert.equal(cluster.find(copyJob), undefined);
  });

  const ends: readonly [string, Course][] = [
    ['fails', { course: (cluster) => cluster.put({ ...copyJob, status: failed }) }],
    ['has a pod that can never start', { course: (cluster) => cluster.put(waiting('ImagePullBackOff')) }],
    ['is given up', { timeoutSeconds: 0.05 }],
  ];
  for (const [name, course] of ends) {
    it(`removes the Secrets and keeps the Job of a copy that ${name}`, async () => {
      const cluster = new InMemoryCluster();
      await runCopy({ ...course, cluster, shelf: ONLY_B }).catch((error: unknown) => {
        assert.ok(error instanceof ExpectedError);
      });
      assert.equal(cluster.find(copySecret), undefined);
      assert.notEqual(cluster.find(copyJob), undefined);
    });
  }

  it('leaves the Secrets of a copy that goes on when the run is interrupted', async () => {
    const cluster = new InMemoryCluster();
    const work = recordedWork();
    const course = (): void => {
      work.abort(new InterruptedError('interrupted'));
    };
    await assert.rejects(runCopy({ cluster, work, course }), InterruptedError);
    const { uid } = cluster.read(copyJob).metadata;
    assert.equal(cluster.read(copySecret).metadata.ownerReferences?.[0]?.uid, uid);
    assert.deepEqual(
      cluster.writes.filter((write) => write.startsWith('delete')),
      [],
    );
    assert.equal(cluster.read(copyJob).metadata.namespace, HOME);
  });
});
