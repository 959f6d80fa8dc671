import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { ClusterError } from '../../../src/domain/errors.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import { DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { cronJob, deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';
import { READY } from '../rollout/controllers.ts';
import { clusterOf, imagesOf, NEW, OLD, run, web } from './switching-web.ts';

describe('switchWorkload', () => {
  it('switches a healthy workload in one patch', async () => {
    const cluster = clusterOf(web);
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'switched');
    assert.deepEqual(result.images, [
      { slot: 'container', name: 'app', from: OLD, to: NEW, digest: digestOf(NEW) },
    ]);
    assert.deepEqual(imagesOf(cluster, web), [NEW]);
    assert.deepEqual(podSpecOf(cluster.read(web))?.imagePullSecrets, [{ name: 'target' }]);
    assert.equal(recordsOf(cluster.read(web))?.length, 1);
    assert.deepEqual(cluster.writes, ['patch deployments.apps shop/web']);
  });

  it('tells of fields that could not be handed back', async () => {
    const fieldsV1 = {
      'f:spec': {
        'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:image': {} } } } },
      },
    };
    const helm = {
      manager: 'helm',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1,
    };
    const owned = { ...web, metadata: { ...web.metadata, managedFields: [helm] } };
    const cluster = clusterOf(owned);
    let patches = 0;
    cluster.beforePatch = () => {
      patches += 1;
      if (patches > 1) throw new ClusterError('forbidden', 'not any more');
    };
    const { outcome, message } = await run(cluster, owned);
    assert.equal(outcome, 'switched');
    assert.match(message, /; its images are still owned by the field manager of this tool: not any more$/);
  });

  it('does nothing the second time', async () => {
    const cluster = clusterOf(web);
    await run(cluster, web);
    assert.equal((await run(cluster, web)).outcome, 'unchanged');
    assert.equal(cluster.writes.length, 1);
  });

  it('counts what it has done although the answer was lost, and records it once', async () => {
    const cluster = clusterOf(web);
    losePatchAnswers(cluster);
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'switched');
    assert.deepEqual(result.images, [
      { slot: 'container', name: 'app', from: OLD, to: NEW, digest: digestOf(NEW) },
    ]);
    assert.deepEqual(imagesOf(cluster, web), [NEW]);
    assert.equal(recordsOf(cluster.read(web))?.length, 1);
  });

  it('leaves a workload alone that says something unproven by now', async () => {
    const edited = deployment({ image: 'old.example/shop/web:2', status: READY });
    const cluster = clusterOf(edited);
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'left-alone');
    assert.match(result.message, /not proven/);
    assert.deepEqual(cluster.writes, []);
  });

  it('does not wait for a CronJob', async () => {
    const cron = cronJob({ image: OLD });
    const result = await run(clusterOf(cron), cron);
    assert.deepEqual([result.outcome, result.message], ['switched', 'patched']);
  });

  it('has nothing to do for what is gone, before or after the patch', async () => {
    assert.equal((await run(new InMemoryCluster(), web)).outcome, 'gone');
    const cluster = clusterOf(web);
    cluster.statusOf = (object) => {
      queueMicrotask(() => void cluster.delete(DEPLOYMENTS, web.metadata));
      return object.status;
    };
    assert.equal((await run(cluster, web)).outcome, 'gone');
  });

  it('leaves what is being deleted alone', async () => {
    const metadata = { ...web.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    const cluster = clusterOf({ ...web, metadata });
    const result = await run(cluster, web);
    assert.deepEqual([result.outcome, result.message], ['left-alone', 'it is being deleted']);
    assert.deepEqual(cluster.writes, []);
  });

  it('says that a workload is patched of which nothing more can be learnt', async () => {
    const cluster = clusterOf(web);
    cluster.beforePatch = () => {
      cluster.refuse('get', DEPLOYMENTS, 'unreachable');
    };
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'failed');
    assert.match(result.message, /^patched, but the result is unknown: /);
    assert.equal(result.images.length, 1);
  });
});
