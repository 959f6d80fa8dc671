import assert from 'node:assert/strict';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { LEASE_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { LEASES } from '../../../src/domain/kubernetes/resource.ts';
import { leaseHolder, type LeaseRequest, takeLease } from '../../../src/workflow/run/lease.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const NAMESPACE = 'registry-switch';
const { signal } = new AbortController();

function request(holder: string, more: Partial<LeaseRequest> = {}): LeaseRequest {
  return { namespace: NAMESPACE, holder, takeover: false, hasEnded: () => false, ...more };
}

function lease(holder: string, ageSeconds = 0): KubernetesObject {
  const renewTime = new Date(Date.now() - ageSeconds * 1000).toISOString();
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace: NAMESPACE, name: LEASE_NAME },
    spec: { holderIdentity: holder, leaseDurationSeconds: 30, renewTime },
  };
}

async function holder(cluster: InMemoryCluster): Promise<string | undefined> {
  return (await leaseHolder(cluster, NAMESPACE, signal))?.holder;
}

describe('the lease', () => {
  it('is nobody’s until it is taken, and after it was given back', async () => {
    const cluster = new InMemoryCluster();
    assert.equal(await holder(cluster), undefined);
    const held = await takeLease(cluster, request('me'), signal);
    assert.equal(await holder(cluster), 'me');
    await held.release();
    assert.equal(await holder(cluster), undefined);
    await (await takeLease(cluster, request('you'), signal)).release();
  });

  it('is refused to a second one, with the name of the first and what to do', async () => {
    const cluster = new InMemoryCluster();
    const held = await takeLease(cluster, request('me'), signal);
    await assert.rejects(takeLease(cluster, request('you'), signal), (error) => {
      assert.ok(error instanceof ExpectedError);
      assert.match(error.message, /another run is changing this cluster: me, last seen /);
      assert.match(error.nextStep ?? '', /--takeover/);
      return true;
    });
    assert.equal(await holder(cluster), 'me');
    await held.release();
  });

  const free: readonly [name: string, there: KubernetesObject, more: Partial<LeaseRequest>][] = [
    ['has run out', lease('gone', 31), {}],
    ['is held by a process that is known to be gone', lease('gone'), { hasEnded: (who) => who === 'gone' }],
    ['is taken over', lease('gone', 10), { takeover: true }],
    ['is its own', lease('me'), {}],
  ];
  for (const [name, there, more] of free) {
    it(`is given to one who asks when it ${name}`, async () => {
      const cluster = new InMemoryCluster([there]);
      const held = await takeLease(cluster, request('me', more), signal);
      assert.equal(await holder(cluster), 'me');
      await held.release();
    });
  }

  it('goes to one only of two who take it at the same time', async () => {
    const cluster = new InMemoryCluster([lease('gone', 60)]);
    const tries = await Promise.allSettled(
      ['a', 'b', 'c'].map(async (name) => takeLease(cluster, request(name), signal)),
    );
    const held = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    assert.equal(held.length, 1);
    await held[0]?.release();
  });

  it('is taken over from one who is alive only when that one had the time to see it', async () => {
    const cluster = new InMemoryCluster();
    const first = await takeLease(cluster, request('me'), signal);
    const second = await takeLease(cluster, request('you', { takeover: true }), signal);
    assert.ok(first.signal.aborted);
    assert.match(String(first.signal.reason), /took over with --takeover/);
    await second.release();
  });

  it('is not given back by one who lost it', async () => {
    const cluster = new InMemoryCluster();
    const held = await takeLease(cluster, request('me'), signal);
    cluster.put(lease('you'));
    await held.release();
    assert.equal(await holder(cluster), 'you');
    assert.ok(cluster.writes.every((write) => write.includes(LEASES.plural)));
  });
});
