import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import type { JsonPatchOperation } from '../../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { READY } from '../rollout/controllers.ts';
import { clusterOf, imagesOf, NEW, OLD, run, web } from './switching-web.ts';

/** As the controllers would have it where its image cannot be pulled. */
function withStatus(object: KubernetesObject): KubernetesObject {
  return { ...object, status: { ...READY, availableReplicas: 0 } };
}

function revert(value: string): JsonPatchOperation {
  return { op: 'replace', path: '/spec/template/spec/containers/0/image', value };
}

describe('switchWorkload: what somebody else changes meanwhile', () => {
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
      /^somebody changed .* it is new\.example\/web:2 now; not ready .* not rolled back$/,
    );
  });
});
