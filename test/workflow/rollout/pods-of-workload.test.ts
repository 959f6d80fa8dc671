import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podsOfWorkload } from '../../../src/workflow/rollout/pods-of-workload.ts';
import { pod } from '../../support/builders/pod.ts';
import {
  daemonSet,
  deployment,
  replicaSet,
  replicationController,
  statefulSet,
} from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const spec = { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } };
const labels = { app: 'web' };

/** Names of the pods found for `owner` among its own, a finished one, and those of others. */
async function found(owner: KubernetesObject, directly: KubernetesObject): Promise<string[]> {
  const cluster = new InMemoryCluster([
    pod({ name: 'own', owner: directly, labels }),
    pod({ name: 'finished', owner: directly, labels, phase: 'Failed' }),
    pod({ name: 'elsewhere', owner: directly, labels, namespace: 'bank' }),
    pod({ name: 'theirs', owner: statefulSet({ name: 'other' }), labels: { app: 'other' } }),
    pod({ name: 'bare', labels: { app: 'bare' } }),
  ]);
  const pods = await podsOfWorkload(cluster, owner, new AbortController().signal);
  return pods.map(({ name }) => name);
}

describe('podsOfWorkload', () => {
  const own: readonly [string, KubernetesObject][] = [
    ['a ReplicaSet', replicaSet()],
    ['a ReplicaSet without plain labels', replicaSet({ spec })],
    ['a StatefulSet without plain labels', statefulSet({ spec })],
    ['a DaemonSet without plain labels', daemonSet({ spec })],
    ['a ReplicationController', replicationController({ spec: { selector: labels } })],
  ];
  for (const [name, owner] of own) {
    it(`finds those that ${name} owns`, async () => {
      assert.deepEqual(await found(owner, owner), ['own']);
    });
  }

  it('finds those that the labels of a Deployment select', async () => {
    const owner = deployment();
    assert.deepEqual(await found(owner, replicaSet({ owner })), ['own']);
  });

  it('finds none for a Deployment without plain labels: nothing tells them from strangers', async () => {
    const owner = deployment({ spec });
    assert.deepEqual(await found(owner, replicaSet({ owner })), []);
  });

  it('leaves a stranger out that the labels select too', async () => {
    const owner = replicaSet();
    assert.deepEqual(await found(owner, replicaSet({ name: 'other' })), []);
  });
});
