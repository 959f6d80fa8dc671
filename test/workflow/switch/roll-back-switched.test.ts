import assert from 'node:assert/strict';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { rollBackSwitched } from '../../../src/workflow/switch/roll-back-switched.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { pod } from '../../support/builders/pod.ts';
import { resourceOf } from '../../support/builders/resources.ts';
import { deployment, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const OLD = 'old.example/a:1';
const NEW = 'new.example/a:1';
const records = [{ images: [{ slot: 'container', name: 'app', from: OLD, to: NEW }] }];
const annotations = changeLog(records);

async function run(
  cluster: InMemoryCluster,
  object: KubernetesObject,
  { outcome = 'switched', timeoutSeconds = 0 }: Partial<SwitchedWorkload & { timeoutSeconds: number }> = {},
): Promise<SwitchedWorkload> {
  const context = { cluster, readImages: imageReader([]), isSource: () => true, timeoutSeconds };
  const result = { workload: refOf(resourceOf(object), object), outcome, images: [], message: 'ready' };
  return rollBackSwitched(context, result, { state: 'failed', message: 'another failed' }, recordedWork());
}

describe('takeBack', () => {
  const sick = deployment({ image: NEW, annotations, status: {} });

  it('does not wait for what was not ready before', async () => {
    const back = await run(new InMemoryCluster([sick]), sick, { outcome: 'unhealthy', timeoutSeconds: 1000 });
    assert.equal(back.outcome, 'rolled-back');
    assert.equal(back.message, 'another failed; rolled back, not ready as before');
  });

  it('tells when something is put back that does not become ready again', async () => {
    const back = await run(new InMemoryCluster([sick]), sick);
    assert.equal(back.outcome, 'failed');
    assert.match(back.message, /^another failed; rolled back, but not ready: not ready after 0s/);
  });

  it('deletes the pod that a StatefulSet would wait for, whatever that waits for', async () => {
    const set = statefulSet({ image: NEW, annotations, status: { readyReplicas: 0 } });
    const starting = { waiting: { app: 'ContainerCreating' } };
    const stuck = pod({ name: 'web-0', image: NEW, owner: set, labels: { app: 'web' }, ...starting });
    const cluster = new InMemoryCluster([set, stuck]);
    await run(cluster, set);
    assert.deepEqual(cluster.writes, ['patch statefulsets.apps shop/web', 'delete pods shop/web-0']);
  });

  it('has nothing to do for what is gone', async () => {
    assert.equal((await run(new InMemoryCluster(), sick)).outcome, 'gone');
  });

  it('says that nothing of ours is there to take back', async () => {
    const plain = deployment({ image: NEW });
    const back = await run(new InMemoryCluster([plain]), plain);
    assert.deepEqual(
      [back.outcome, back.message],
      ['failed', 'another failed; not rolled back: it has no change record'],
    );
  });
});
