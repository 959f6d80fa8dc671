import assert from 'node:assert/strict';
import { InterruptedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import type { Work } from '../../../src/domain/ports/progress.ts';
import {
  type RolloutEnd,
  type RolloutWait,
  waitForRollout,
} from '../../../src/workflow/rollout/wait-for-rollout.ts';
import { pod } from '../../support/builders/pod.ts';
import { resourceOf } from '../../support/builders/resources.ts';
import { rollout } from '../../support/builders/workloads-of-others.ts';
import { deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { READY } from './controllers.ts';

async function wait(
  cluster: InMemoryCluster,
  object: KubernetesObject,
  { work = recordedWork(), ...more }: Partial<RolloutWait> & { readonly work?: Work } = {},
): Promise<RolloutEnd> {
  const before = deployment({ status: READY });
  const ref = refOf(resourceOf(object), object);
  return waitForRollout(cluster, { ref, before, timeoutSeconds: 0, ...more }, work);
}

describe('waitForRollout', () => {
  const slow = deployment({ status: { ...READY, updatedReplicas: 0 } });

  it('is done when the workload is', async () => {
    const ready = deployment({ status: READY });
    assert.equal((await wait(new InMemoryCluster([ready]), ready)).state, 'done');
  });

  it('gives up when the time is over, and says what is missing', async () => {
    const status = await wait(new InMemoryCluster([slow]), slow);
    assert.deepEqual(status, { state: 'failed', message: 'not ready after 0s: 0 of 1 pods updated' });
  });

  it('names pod, container and reason when it fails', async () => {
    const image = 'new.example/a:1';
    const labels = { app: 'web' };
    const stuck = pod({ name: 'p-0', image, labels, waiting: { app: 'ErrImagePull' } });
    const web = deployment({ image, status: { ...READY, updatedReplicas: 0 } });
    const status = await wait(new InMemoryCluster([web, stuck]), web);
    const trouble = 'pod p-0: container app cannot pull new.example/a:1: ErrImagePull';
    assert.deepEqual(status, {
      state: 'failed',
      message: `not ready after 0s: 0 of 1 pods updated; ${trouble}`,
    });
  });

  it('ends with a workload that is gone, or another one by now', async () => {
    const another = { ...slow, metadata: { ...slow.metadata, uid: 'another' } };
    for (const cluster of [new InMemoryCluster(), new InMemoryCluster([another])]) {
      assert.deepEqual(await wait(cluster, slow), { state: 'gone', message: 'it was deleted' });
    }
  });

  it('ends as soon as somebody else undoes what is waited for', async () => {
    const found = { state: 'reverted', message: 'they did' } as const;
    const ready = deployment({ status: READY });
    assert.deepEqual(await wait(new InMemoryCluster([ready]), ready, { interferes: () => found }), found);
  });

  it('does not wait for what has failed already', async () => {
    const stuck = {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'late',
    };
    const failed = deployment({ status: { ...READY, conditions: [stuck] } });
    const status = await wait(new InMemoryCluster([failed]), failed, { timeoutSeconds: 1000 });
    assert.deepEqual(status, { state: 'failed', message: 'late' });
  });

  it('does not take the deadline of an earlier rollout for that of this one', async () => {
    const late = { type: 'Progressing', reason: 'ProgressDeadlineExceeded', message: 'late' };
    const status = { ...READY, conditions: [{ ...late, lastUpdateTime: '2026-01-01T00:00:00Z' }] };
    const object = deployment({ status });
    assert.equal((await wait(new InMemoryCluster([object]), object, { before: object })).state, 'done');
  });

  it('says that no pods can be created, and why', async () => {
    const failure = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: small' };
    const object = deployment({ status: { ...READY, updatedReplicas: 0, conditions: [failure] } });
    const { message } = await wait(new InMemoryCluster([object]), object);
    assert.equal(message, 'not ready after 0s: 0 of 1 pods updated; exceeded quota: small');
  });

  it('looks again until it is done', async () => {
    const cluster = new InMemoryCluster([slow]);
    const { signal, progress } = recordedWork();
    const told: string[] = [];
    const update = (text: string): void => {
      told.push(text);
      cluster.put(deployment({ status: READY }));
    };
    const work = { signal, progress: { ...progress, update } };
    assert.equal((await wait(cluster, slow, { timeoutSeconds: 1000, work })).state, 'done');
    assert.deepEqual(told, ['0 of 1 pods updated']);
  });

  it('ends at once when the user interrupts', async () => {
    const work = recordedWork();
    const status = wait(new InMemoryCluster([slow]), slow, { timeoutSeconds: 1000, work });
    work.abort(new InterruptedError('interrupted'));
    await assert.rejects(status, (error: Error) => error.cause instanceof InterruptedError);
  });

  it('replaces pods that their ReplicaSet would keep', async () => {
    const set = replicaSet({ image: 'new.example/a:1', status: { readyReplicas: 1, observedGeneration: 1 } });
    const old = pod({ image: 'old.example/a:1', owner: set, labels: { app: 'web' } });
    const cluster = new InMemoryCluster([set, old]);
    const status = await wait(cluster, set);
    assert.deepEqual(cluster.writes, ['evict pods shop/web']);
    assert.deepEqual(status, { state: 'failed', message: 'not ready after 0s: 1 pod still to be replaced' });
  });

  describe('of a Deployment that a Rollout has its template from', () => {
    const owner = deployment({ replicas: 0, status: { observedGeneration: 7 } });
    const web = { ...owner, metadata: { ...owner.metadata, generation: 7 } };
    const referring = (status: object, name = 'web'): KubernetesObject =>
      rollout({
        ...{ name: 'canary', status: { phase: 'Healthy', workloadObservedGeneration: '7', ...status } },
        spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } },
      });

    it('is done when the Rollout is', async () => {
      const cluster = new InMemoryCluster([web, referring({ availableReplicas: 3 })]);
      assert.deepEqual(await wait(cluster, web), {
        state: 'done',
        message: 'Rollout shop/canary: 3 pods available',
      });
    });

    it('waits for the steps of its canary', async () => {
      const status = { phase: 'Progressing', message: 'more replicas need to be updated' };
      const cluster = new InMemoryCluster([web, referring(status)]);
      assert.deepEqual(await wait(cluster, web), {
        state: 'failed',
        message: 'not ready after 0s: Rollout shop/canary: more replicas need to be updated',
      });
    });

    it('waits until the Rollout has seen its template', async () => {
      const cluster = new InMemoryCluster([web, referring({ workloadObservedGeneration: '6' })]);
      assert.match((await wait(cluster, web)).message, /Rollout shop\/canary: waiting for its controller/);
    });

    it('fails when the Rollout does, not for what that said before', async () => {
      const degraded = referring({ phase: 'Degraded', message: 'aborted' });
      const cluster = new InMemoryCluster([web, referring({ phase: 'Progressing' })]);
      const { signal, progress } = recordedWork();
      const work = { signal, progress: { ...progress, update: () => void cluster.put(degraded) } };
      assert.deepEqual(await wait(cluster, web, { work, timeoutSeconds: 1000 }), {
        state: 'failed',
        message: 'Rollout shop/canary: aborted',
      });
      const { message } = await wait(new InMemoryCluster([web, degraded]), web);
      assert.equal(message, 'not ready after 0s: Rollout shop/canary: aborted');
    });

    it('lists no Rollouts for a kind that they cannot refer to', async () => {
      const set = statefulSet({ replicas: 0, status: { observedGeneration: 1 } });
      const canary = referring({});
      const cluster = new InMemoryCluster([set, canary]);
      cluster.refuse('list', resourceOf(canary), 'forbidden');
      assert.equal((await wait(cluster, set, { before: set })).state, 'done');
    });

    it('waits for no Rollout of another one', async () => {
      const cluster = new InMemoryCluster([web, referring({ phase: 'Degraded' }, 'other')]);
      assert.equal((await wait(cluster, web)).state, 'done');
    });
  });
});
