import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { pod } from '../../support/builders/pod.ts';
import { replicaSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { NEW, OLD, record, runRollback } from './rollback-run.ts';

const status = { observedGeneration: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1 };

describe('rollBack: a ReplicaSet of nobody', () => {
  it('has its pods replaced, then loses its records, when the tool was killed after putting it back', async () => {
    const owner = replicaSet({ image: OLD, status, annotations: changeLog([record]) });
    const running = pod({ name: 'web-1', image: NEW, owner, labels: { app: 'web' } });
    const cluster = new InMemoryCluster([owner, running]);
    let recordsThen: number | undefined;
    const evict = cluster.evict.bind(cluster);
    cluster.evict = async (name, options) => {
      recordsThen = recordsOf(cluster.read(owner))?.length;
      return evict(name, options);
    };
    await runRollback(cluster, [], {}, { timeoutSeconds: 1 });
    assert.equal(recordsThen, 1, 'records when the pod goes');
    assert.equal(await cluster.get(PODS, { namespace: 'shop', name: 'web-1' }), undefined);
    assert.deepEqual(recordsOf(cluster.read(owner)), []);
  });
});
