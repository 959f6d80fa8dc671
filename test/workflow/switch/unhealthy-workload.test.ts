import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { EVENTS } from '../../../src/domain/kubernetes/resource.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { anObject } from '../../support/builders/object.ts';
import { pod } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';
import { READY } from '../rollout/controllers.ts';
import { clusterOf, imagesOf, NEW, OLD, run, web } from './switching-web.ts';

describe('switchWorkload: what does not become healthy', () => {
  it('puts a workload back that does not become healthy, also where answers are lost', async () => {
    const cluster = clusterOf(web, [NEW]);
    losePatchAnswers(cluster);
    assert.equal((await run(cluster, web)).outcome, 'rolled-back');
    assert.deepEqual(cluster.read(web).spec, web.spec);
  });

  it('puts a workload back that does not become healthy', async () => {
    const cluster = clusterOf(web, [NEW]);
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'rolled-back');
    assert.match(result.message, /^not ready after 0s: 0 of 1 updated pods available; rolled back: /);
    assert.deepEqual(cluster.read(web).spec, web.spec);
    assert.deepEqual(recordsOf(cluster.read(web)), []);
  });

  it('puts it back to what an earlier switch made of it, not further', async () => {
    const earlier = [{ images: [{ slot: 'container', name: 'app', from: 'first.example/web:1', to: OLD }] }];
    const again = deployment({
      image: OLD,
      status: READY,
      annotations: changeLog(earlier),
    });
    const cluster = clusterOf(again, [NEW]);
    assert.equal((await run(cluster, again)).outcome, 'rolled-back');
    assert.deepEqual(imagesOf(cluster, again), [OLD]);
    assert.deepEqual(recordsOf(cluster.read(again)), earlier);
  });

  it('leaves a workload switched that was not healthy before either', async () => {
    const sick = deployment({ image: OLD, status: { ...READY, availableReplicas: 0 } });
    const cluster = clusterOf(sick, [OLD, NEW]);
    const result = await run(cluster, sick);
    assert.equal(result.outcome, 'unhealthy');
    assert.match(result.message, /it was not ready before either/);
    assert.deepEqual(imagesOf(cluster, sick), [NEW]);
  });

  it('tells when it cannot be put back healthy', async () => {
    const cluster = clusterOf(web, [NEW, OLD]);
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'failed');
    assert.match(result.message, /rolled back, but not ready/);
    assert.deepEqual(imagesOf(cluster, web), [OLD]);
  });

  it('keeps what the pods told before it is put back', async () => {
    const stuck = pod({ image: NEW, labels: { app: 'web' }, waiting: { app: 'ErrImagePull' } });
    const cluster = clusterOf(web, [NEW]);
    cluster.put(stuck);
    const about = { involvedObject: { uid: stuck.metadata.uid }, type: 'Warning' };
    cluster.put(anObject(EVENTS, { name: 'web-1' }, { ...about, reason: 'Failed', message: 'not found' }));
    const { evidence } = await run(cluster, web);
    assert.deepEqual(evidence, [
      'pod web: container app is waiting: ErrImagePull',
      'pod web: Failed: not found',
    ]);
  });

  it('fails a bare pod whose container does not come back, and puts it back', async () => {
    const bare = pod({ image: OLD });
    const result = await run(clusterOf(bare), bare);
    assert.match(result.message, /container app is not ready/);
    assert.equal(result.outcome, 'failed');
  });
});
