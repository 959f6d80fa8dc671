import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { LEASE_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { LEASES } from '../../../src/domain/kubernetes/resource.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { call, heldLease, holder, holderIn } from './lease-cases.ts';
import { hold, refusal, write } from './holding.ts';

describe('a run that may have lost its lease', () => {
  async function begun() {
    const cluster = new InMemoryCluster();
    const terms = call('me', ['shop', 'bank'], { stateNamespace: 'registry-switch' });
    const running = await hold(cluster, terms);
    const before = cluster.writes.length;
    return { cluster, running, clock: terms.clock, written: () => cluster.writes.slice(before) };
  }

  it('renews it again and again', async () => {
    const { cluster, running, clock } = await begun();
    await clock.pass(60);
    await write(running.cluster);
    assert.equal(await holderIn(cluster, 'shop'), 'me');
    await running.end();
  });

  it('ends ten seconds after the last renewal while requests hang', async () => {
    const { cluster, running, clock } = await begun();
    cluster.patch = async () => new Promise(() => undefined);
    await clock.pass(9);
    assert.ok(!running.signal.aborted);
    await clock.pass(2);
    assert.ok(running.signal.aborted);
    assert.match(String(running.signal.reason), /could not be renewed for 10s/);
    await refusal(write(running.cluster));
  });

  it('tells what its renewals were refused for', async () => {
    const { cluster, running, clock } = await begun();
    const denial = 'admission webhook "leases.example" denied the request: no leases';
    cluster.patch = async () => Promise.reject(new ClusterError('invalid', denial));
    await clock.pass(11);
    const { message, nextStep = '' } = await refusal(write(running.cluster));
    assert.ok(message.endsWith(`could not be renewed for 10s: ${denial}`), message);
    assert.match(nextStep, /Allow updates of Lease registry-switch in namespace shop/);
    assert.doesNotMatch(nextStep, /can be reached/);
  });

  it('tells that the server did not answer its renewals', async () => {
    const { cluster, running, clock } = await begun();
    cluster.patch = async () => new Promise(() => undefined);
    await clock.pass(11);
    const { message, nextStep = '' } = await refusal(write(running.cluster));
    assert.match(message, /could not be renewed for 10s: the server does not answer$/);
    assert.match(nextStep, /When the cluster can be reached again/);
  });

  it('tries again to renew while an attempt hangs', async () => {
    const { cluster, running, clock } = await begun();
    const patch = cluster.patch.bind(cluster);
    let hangs = 3;
    cluster.patch = async (resource, name, operations, options) => {
      if (hangs-- > 0) {
        return new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => {
            reject(options.signal?.reason as Error);
          });
        });
      }
      return patch(resource, name, operations);
    };
    await clock.pass(30);
    assert.ok(!running.signal.aborted);
    await running.end();
  });

  it('writes nothing after it was stopped for longer, though nothing told it yet', async () => {
    const { running, clock, written } = await begun();
    clock.stopFor(11);
    assert.match((await refusal(write(running.cluster))).message, /could not be renewed/);
    assert.deepEqual(written(), []);
  });

  it('writes nothing after its machine has slept', async () => {
    const { running, clock, written } = await begun();
    clock.sleepFor(11);
    assert.match((await refusal(write(running.cluster))).message, /could not be renewed/);
    assert.deepEqual(written(), []);
  });

  it('asks for it after the object was read and before it is written', async () => {
    const { cluster, running } = await begun();
    cluster.put(heldLease('shop', holder('you')));
    const before = cluster.writes.length;
    assert.match((await refusal(write(running.cluster))).message, /took over namespace shop/);
    assert.equal(cluster.writes.length, before);
  });

  it('goes on elsewhere after the loss of one namespace', async () => {
    const { cluster, running } = await begun();
    cluster.put(heldLease('shop', holder('you')));
    await refusal(write(running.cluster));
    await write(running.cluster, 'bank');
    assert.ok(!running.signal.aborted);
    await running.end();
    assert.equal(await holderIn(cluster, 'shop'), 'you');
  });

  it('ends after the loss of its home, wherever it writes', async () => {
    const { cluster, running, clock } = await begun();
    cluster.put(heldLease('registry-switch', holder('you')));
    await clock.pass(3);
    assert.ok(running.signal.aborted);
    await refusal(write(running.cluster, 'bank'));
    await refusal(write(running.bookkeeping, 'bank'));
  });

  it('ends when its lease is deleted', async () => {
    const { cluster, running, clock } = await begun();
    await cluster.delete(LEASES, { namespace: 'registry-switch', name: LEASE_NAME });
    await clock.pass(3);
    assert.ok(running.signal.aborted);
  });
});
