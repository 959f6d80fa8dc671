import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { ClusterError } from '../../../src/domain/errors.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { JsonPatchOperation } from '../../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kinds.ts';
import { DEPLOYMENTS, EVENTS } from '../../../src/domain/kubernetes/resource.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { switchWorkload } from '../../../src/workflow/switch/switch-workload.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { anObject } from '../../support/builders/object.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { cronJob, deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';
import { answersFor } from '../../support/questions.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';

const OLD = 'old.example/shop/web:1';
const NEW = 'new.example/shop/web:1';
const web = deployment({ image: OLD, status: READY });

function clusterOf(object: KubernetesObject, missing: readonly string[] = []): InMemoryCluster {
  const cluster = new InMemoryCluster([object]);
  cluster.statusOf = deploymentStatus(missing);
  return cluster;
}

async function run(cluster: InMemoryCluster, object: KubernetesObject): Promise<SwitchedWorkload> {
  const change = plannedChange(object, object.kind === 'Pod' ? [] : ['target']);
  const context = {
    cluster,
    readImages: imageReader([]),
    isSource: (image: string) => image.startsWith('old.example/'),
    questions: answersFor([change]),
    drift: 'running' as const,
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: [],
    timeoutSeconds: 0,
  };
  return switchWorkload(context, change, recordedWork());
}

function imagesOf(cluster: InMemoryCluster, object: KubernetesObject): string[] {
  const spec = podSpecOf(cluster.read(object));
  return (spec?.containers ?? []).map(({ image = '' }) => image);
}

/** As the controllers would have it where its image cannot be pulled. */
function withStatus(object: KubernetesObject): KubernetesObject {
  return { ...object, status: { ...READY, availableReplicas: 0 } };
}

function revert(value: string): JsonPatchOperation {
  return { op: 'replace', path: '/spec/template/spec/containers/0/image', value };
}

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

  it('leaves a workload alone that says something unproven by now', async () => {
    const edited = deployment({ image: 'old.example/shop/web:2', status: READY });
    const cluster = clusterOf(edited);
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'left-alone');
    assert.match(result.message, /not proven/);
    assert.deepEqual(cluster.writes, []);
  });

  it('keeps what somebody else changes at the same time', async () => {
    const cluster = clusterOf(web);
    cluster.beforePatch = (object) => {
      if (cluster.writes.length > 1) return;
      cluster.edit(object, [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }]);
    };
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'switched');
    assert.equal(valueAt(cluster.read(web), ['spec', 'minReadySeconds']), 5);
    assert.deepEqual(imagesOf(cluster, web), [NEW]);
  });

  it('does not wait for a CronJob', async () => {
    const cron = cronJob({ image: OLD });
    const result = await run(clusterOf(cron), cron);
    assert.deepEqual([result.outcome, result.message], ['switched', 'patched']);
  });

  it('removes all traces where somebody sets the image back, and patches no more', async () => {
    const cluster = clusterOf(web);
    const settled = cluster.statusOf;
    cluster.statusOf = (object) => {
      const isOurs = JSON.stringify(object.spec).includes(NEW) && cluster.writes.length === 1;
      if (isOurs) queueMicrotask(() => cluster.edit(web, [revert(OLD)]));
      return settled(object);
    };
    const result = await run(cluster, web);
    assert.equal(result.outcome, 'reverted');
    assert.match(result.message, /^somebody set the image of container app back to old\.example/);
    assert.equal(cluster.writes.length, 2);
    assert.deepEqual(cluster.read(web).spec, web.spec);
    assert.deepEqual(recordsOf(cluster.read(web)), []);
  });

  it('leaves a workload to whom has given it another image meanwhile', async () => {
    const cluster = clusterOf(web);
    cluster.statusOf = (object) => {
      if (cluster.writes.length === 1) queueMicrotask(() => cluster.edit(web, [revert('new.example/web:2')]));
      return object.status;
    };
    const result = await run(cluster, web);
    assert.deepEqual([result.outcome, imagesOf(cluster, web)], ['left-alone', ['new.example/web:2']]);
  });

  it('fails where that does not become healthy, and leaves it as it is', async () => {
    const another = 'new.example/web:2';
    const cluster = clusterOf(web, [another]);
    const settled = cluster.statusOf;
    cluster.statusOf = (object) => {
      const isOurs = cluster.writes.length === 1;
      if (isOurs) queueMicrotask(() => cluster.put(withStatus(cluster.edit(web, [revert(another)]))));
      return settled(object);
    };
    const { outcome, message } = await run(cluster, web);
    assert.deepEqual([outcome, imagesOf(cluster, web)], ['failed', [another]]);
    assert.match(
      message,
      /^somebody changed .* it says new\.example\/web:2 now; not ready .* not rolled back$/,
    );
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
