import assert from 'node:assert/strict';
import { ClusterError, type ClusterFailure } from '../../../src/domain/errors.ts';
import type { JsonPatch } from '../../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { guardedPatch } from '../../../src/workflow/cluster/guarded-patch.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const web = deployment({ replicas: 1 });
const REPLICAS = '/spec/replicas';

/** Adds 100 to the replicas, guarded. */
function addHundred(object: KubernetesObject): { readonly type: 'patch'; readonly patch: JsonPatch } {
  const now = valueAt(object, ['spec', 'replicas']);
  return {
    type: 'patch',
    patch: [
      { op: 'test', path: REPLICAS, value: now },
      { op: 'replace', path: REPLICAS, value: Number(now) + 100 },
    ],
  };
}

async function run(
  cluster: InMemoryCluster,
  decide: (object: KubernetesObject) => { readonly type: string } = addHundred,
): Promise<Awaited<ReturnType<typeof guardedPatch>>> {
  return guardedPatch(cluster, refOf(DEPLOYMENTS, web), decide, new AbortController().signal);
}

/** A cluster where somebody else scales the Deployment before each of the first patches. */
function contested(times: number): InMemoryCluster {
  const cluster = new InMemoryCluster([web]);
  let left = times;
  cluster.beforePatch = () => {
    if (left === 0) return;
    left -= 1;
    cluster.edit(web, [{ op: 'replace', path: REPLICAS, value: 1 + times - left }]);
  };
  return cluster;
}

describe('guardedPatch', () => {
  it('patches once where nobody interferes, and tells before and after', async () => {
    const cluster = new InMemoryCluster([web]);
    const { decision, patched } = await run(cluster);
    assert.equal(decision.type, 'patch');
    assert.equal(valueAt(patched?.before, ['spec', 'replicas']), 1);
    assert.equal(valueAt(patched?.after, ['spec', 'replicas']), 101);
    assert.deepEqual(cluster.writes, ['patch deployments.apps shop/web']);
  });

  it('decides anew on what somebody else wrote', async () => {
    const cluster = contested(3);
    const { patched } = await run(cluster);
    assert.equal(valueAt(patched?.before, ['spec', 'replicas']), 4);
    assert.equal(valueAt(cluster.read(web), ['spec', 'replicas']), 104);
    assert.equal(cluster.writes.length, 4);
  });

  for (const [times, outcome] of [
    [19, 'patch'],
    [20, 'refuse'],
  ] as const) {
    it(`ends with ${outcome} when somebody was faster ${times} times`, async () => {
      const cluster = contested(times);
      const { decision } = await run(cluster);
      assert.equal(decision.type, outcome);
      assert.equal(cluster.writes.length, 20);
      assert.equal(valueAt(cluster.read(web), ['spec', 'replicas']), outcome === 'patch' ? 120 : 21);
    });
  }

  it('decides anew where the object was changed elsewhere, too: it is the version that is tested', async () => {
    const cluster = new InMemoryCluster([web]);
    let touches = 1;
    cluster.beforePatch = () => {
      if (touches-- > 0) cluster.edit(web, [{ op: 'add', path: '/metadata/annotations', value: { a: 'b' } }]);
    };
    const seen: unknown[] = [];
    await run(cluster, (object) => {
      seen.push(object.metadata.annotations?.a);
      return addHundred(object);
    });
    assert.deepEqual(seen, [undefined, 'b']);
  });

  it('says that it gave up', async () => {
    const { decision, patched } = await run(contested(20));
    assert.deepEqual(decision, {
      type: 'refuse',
      reason: 'it was changed concurrently: gave up after 20 attempts',
    });
    assert.equal(patched, undefined);
  });

  it('tries again after a conflict', async () => {
    const cluster = new InMemoryCluster([web]);
    cluster.refuse('patch', DEPLOYMENTS, 'conflict');
    await run(cluster);
    assert.equal(cluster.writes.length, 20);
  });

  it('counts a patch as its own that was applied though its answer was lost', async () => {
    const cluster = new InMemoryCluster([web]);
    cluster.beforePatch = () => {
      cluster.beforePatch = () => undefined;
      cluster.edit(web, addHundred(web).patch);
    };
    const { decision, patched } = await run(cluster);
    assert.deepEqual(decision, addHundred(web));
    assert.equal(valueAt(patched?.before, ['spec', 'replicas']), 1);
    assert.equal(valueAt(patched?.after, ['spec', 'replicas']), 101);
    assert.equal(cluster.writes.length, 1);
  });

  it('waits for a patch that was sent, and sends none, once it is to stop', async () => {
    const cluster = new InMemoryCluster([web]);
    const abort = new AbortController();
    cluster.beforePatch = () => {
      abort.abort(new Error('stop'));
    };
    const patch = async () => guardedPatch(cluster, refOf(DEPLOYMENTS, web), addHundred, abort.signal);
    const { patched } = await patch();
    assert.equal(valueAt(patched?.after, ['spec', 'replicas']), 101);
    await assert.rejects(patch(), /stop/);
    assert.equal(cluster.writes.length, 1);
  });

  it('may decide otherwise at the second look', async () => {
    const cluster = contested(1);
    const { decision } = await run(cluster, (object) =>
      valueAt(object, ['spec', 'replicas']) === 1 ? addHundred(object) : { type: 'nothing' },
    );
    assert.deepEqual(decision, { type: 'nothing' });
    assert.equal(valueAt(cluster.read(web), ['spec', 'replicas']), 2);
  });

  it('writes nothing where nothing is to be written', async () => {
    const cluster = new InMemoryCluster([web]);
    await run(cluster, () => ({ type: 'nothing' }));
    assert.deepEqual(cluster.writes, []);
  });

  it('refuses what is gone', async () => {
    assert.deepEqual((await run(new InMemoryCluster())).decision, {
      type: 'refuse',
      reason: 'it was deleted since',
      gone: true,
    });
  });

  it('refuses what goes between the look and the patch', async () => {
    const cluster = new InMemoryCluster([web]);
    cluster.beforePatch = async () => cluster.delete(DEPLOYMENTS, { namespace: 'shop', name: 'web' });
    assert.equal((await run(cluster)).decision.type, 'refuse');
  });

  it('does not touch another object of the same name', async () => {
    const cluster = new InMemoryCluster([{ ...web, metadata: { ...web.metadata, uid: 'another' } }]);
    const { decision } = await run(cluster);
    assert.ok(decision.type === 'refuse' && 'reason' in decision);
    assert.match(decision.reason, /deleted and recreated/);
    assert.deepEqual(cluster.writes, []);
  });

  for (const failure of ['forbidden', 'invalid', 'unreachable'] satisfies ClusterFailure[]) {
    it(`throws what is no race: ${failure}`, async () => {
      const cluster = new InMemoryCluster([web]);
      cluster.refuse('patch', DEPLOYMENTS, failure);
      await assert.rejects(
        run(cluster),
        (error) => error instanceof ClusterError && error.failure === failure,
      );
      assert.equal(cluster.writes.length, 1);
    });
  }
});
