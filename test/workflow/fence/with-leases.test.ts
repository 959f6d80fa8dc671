import assert from 'node:assert/strict';
import { ClusterError, ExpectedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { IMAGE_PATHS_NAME, LEASE_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { CONFIG_MAPS, LEASES } from '../../../src/domain/kubernetes/resource.ts';
import type { Cluster } from '../../../src/domain/ports/cluster.ts';
import { type Fenced, type LeaseCall, withLeases } from '../../../src/workflow/fence/with-leases.ts';
import { runObject } from '../../../src/workflow/run/run-object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { throwIfNoneIsLeft } from '../../../src/workflow/fence/refusals.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { call, freeLease, heldLease, holder, holderIn } from './lease-cases.ts';
import { manualClock } from './manual-clock.ts';

const { signal } = new AbortController();
const note = (namespace: string) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'note' } }) as const;

/** Somebody who holds leases until told to end. */
interface Running extends Fenced {
  readonly end: () => Promise<void>;
}

async function hold(cluster: Cluster, terms: LeaseCall): Promise<Running> {
  const begun = Promise.withResolvers<Fenced>();
  const ending = Promise.withResolvers<undefined>();
  const done = withLeases(cluster, terms, signal, async (fenced) => {
    begun.resolve(fenced);
    await ending.promise;
  });
  done.catch(begun.reject);
  const fenced = await begun.promise;
  return {
    ...fenced,
    end: async () => {
      ending.resolve(undefined);
      await done;
    },
  };
}

async function refusal(trying: Promise<unknown>): Promise<ExpectedError> {
  const error: unknown = await trying.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ExpectedError, `refused: ${String(error)}`);
  return error;
}

const write = async (cluster: Cluster, namespace = 'shop') => cluster.create(CONFIG_MAPS, note(namespace));

/** From now on nobody can have one in these namespaces. */
function refuseLease(cluster: InMemoryCluster, ...namespaces: readonly string[]): void {
  const create = cluster.create.bind(cluster);
  cluster.create = async (resource, object, options) => {
    if (resource === LEASES && namespaces.includes(object.metadata.namespace ?? '')) {
      throw new ClusterError('forbidden', 'exceeded quota: tight', { nextStep: 'Raise the quota.' });
    }
    return create(resource, object, options);
  };
}

describe('the leases of a run', () => {
  it('are held in every namespace that it writes to, and given back at the end', async () => {
    const cluster = new InMemoryCluster();
    const running = await hold(cluster, call('me', ['shop', 'bank'], { home: 'registry-switch' }));
    for (const namespace of ['bank', 'registry-switch', 'shop']) {
      assert.equal(await holderIn(cluster, namespace), 'me');
    }
    await running.end();
    for (const namespace of ['bank', 'registry-switch', 'shop']) {
      assert.equal(await holderIn(cluster, namespace), undefined);
    }
    await (await hold(cluster, call('you', ['shop'], { home: 'registry-switch' }))).end();
  });

  it('are taken in order of name, so that one of two who want the same gets them all', async () => {
    const cluster = new InMemoryCluster();
    await (await hold(cluster, call('me', ['c', 'a', 'b']))).end();
    const taken = cluster.writes.filter((one) => one.startsWith('create leases'));
    assert.deepEqual(
      taken.map((one) => one.split(' ')[2]),
      ['a', 'b', 'c'].map((namespace) => `${namespace}/${LEASE_NAME}`),
    );
  });

  for (const [apart, seconds] of [
    ['a minute behind', -60],
    ['a minute ahead', 60],
    ['an hour behind', -3600],
    ['an hour ahead', 3600],
  ] as const) {
    it(`are refused to another whose clock is ${apart} as soon as a renewal is seen`, async () => {
      const cluster = new InMemoryCluster();
      const mine = call('me', ['shop', 'bank']);
      const running = await hold(cluster, mine);
      const yours = call('you', ['news', 'shop'], { clock: manualClock(seconds) });
      const refused = refusal(hold(cluster, yours));
      for (let second = 0; second < 4; second += 1) {
        await mine.clock.pass(1);
        await yours.clock.pass(1);
      }
      const { message, nextStep } = await refused;
      assert.equal(message, 'another run is changing namespace shop (me)');
      assert.match(nextStep ?? '', /--takeover/);
      assert.equal(await holderIn(cluster, 'news'), undefined);
      assert.deepEqual(yours.waits, ['Waiting for me']);
      assert.ok(!running.signal.aborted);
      await running.end();
    });

    it(`go to another whose clock is ${apart} when no renewal is seen for as long as they last`, async () => {
      const cluster = new InMemoryCluster([heldLease('shop', holder('gone'))]);
      const yours = call('you', ['shop'], { clock: manualClock(seconds) });
      const running = hold(cluster, yours);
      await yours.clock.pass(14);
      assert.equal(await holderIn(cluster, 'shop'), 'gone');
      await yours.clock.pass(2);
      assert.equal((await running).hasTakenOver, true);
      assert.equal(await holderIn(cluster, 'shop'), 'you');
      await (await running).end();
    });
  }

  it('are waited for all at once', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const cluster = new InMemoryCluster(names.map((name) => heldLease(name, holder('gone'))));
    const terms = call('me', names);
    const running = hold(cluster, terms);
    await terms.clock.pass(16);
    await (await running).end();
  });

  it('are no longer waited for after Ctrl-C', async () => {
    const cluster = new InMemoryCluster([heldLease('shop', holder('somebody'))]);
    const interruption = new AbortController();
    const terms = call('me', ['shop']);
    const waiting = withLeases(cluster, terms, interruption.signal, async () => Promise.resolve());
    await terms.clock.pass(2);
    interruption.abort(new ExpectedError('interrupted'));
    assert.equal((await refusal(waiting)).message, 'interrupted');
    assert.deepEqual(cluster.writes, []);
  });

  it('are taken at once where they were given back', async () => {
    const cluster = new InMemoryCluster([freeLease('shop')]);
    const running = await hold(cluster, call('me', ['shop']));
    assert.equal(running.hasTakenOver, false);
    await running.end();
  });

  it('are taken at once from a process that is known to have ended', async () => {
    const dead = holder('dead', { process: 'boot/pid/time/1/1' });
    const cluster = new InMemoryCluster([heldLease('shop', dead)]);
    const terms = call('me', ['shop'], { hasEnded: (process) => process === dead.process });
    const running = await hold(cluster, terms);
    assert.deepEqual([running.hasTakenOver, terms.waits], [true, []]);
    await running.end();
  });

  it('are taken at once with --takeover, and whoever had them stops', async () => {
    const cluster = new InMemoryCluster();
    const mine = call('me', ['shop'], { home: 'registry-switch' });
    const first = await hold(cluster, mine);
    const second = await hold(cluster, call('you', ['shop'], { home: 'registry-switch', takeover: true }));
    await mine.clock.pass(3);
    assert.ok(first.lost.aborted);
    assert.match(String(first.lost.reason), /somebody else took over/);
    await first.end().catch(() => undefined);
    assert.equal(await holderIn(cluster, 'shop'), 'you');
    await second.end();
  });

  /** The home of somebody who is gone, whose journal says that he is at work in `shop`. */
  function outlived(): KubernetesObject[] {
    const workloads = [{ name: 'Deployment shop/anything', outcome: 'planned' as const }];
    return [
      runObject('registry-switch', aRun({ state: 'running', workloads })),
      heldLease('registry-switch', holder('gone', { home: 'registry-switch' })),
    ];
  }

  it('are taken with the home from one who is gone, wherever he was at work', async () => {
    const shop = heldLease('shop', holder('gone', { home: 'registry-switch' }));
    const cluster = new InMemoryCluster([...outlived(), shop]);
    const running = await hold(cluster, call('me', ['bank'], { home: 'registry-switch', takeover: true }));
    assert.equal(await holderIn(cluster, 'shop'), 'me');
    await running.end();
  });

  it('stay with people of another home, whatever journals say of their namespaces', async () => {
    const cluster = new InMemoryCluster(outlived());
    const you = await hold(cluster, call('you', ['shop'], { home: 'your-home' }));
    const terms = call('me', ['bank'], { home: 'registry-switch', takeover: true });
    const running = await hold(cluster, terms);
    assert.equal(await holderIn(cluster, 'shop'), 'you');
    await write(you.cluster, 'shop');
    assert.deepEqual([...running.refused.keys()], []);
    await running.end();
    await you.end();
  });

  for (const [who, home] of [
    ['the same home', 'registry-switch'],
    ['another', 'your-home'],
  ] as const) {
    it(`are taken from a run of ${who} with a mark on the custom resources that it was told of`, async () => {
      const run = aRun({
        move: aMove({ 'image-path': ['prometheuses.monitoring.coreos.com={.spec.image}'] }),
      });
      const lease = heldLease('shop', holder('gone', { home }));
      const cluster = new InMemoryCluster([lease, prometheus({ namespace: 'shop' }), runObject(home, run)]);
      const mark = 'patch prometheuses.monitoring.coreos.com shop/web';
      const terms = call('me', ['shop'], { home: 'registry-switch', takeover: true });
      const running = await hold(cluster, terms);
      assert.deepEqual(
        cluster.writes.filter((one) => one === mark),
        [mark, mark],
      );
      await running.end();
    });
  }

  it('are taken also where what its home remembers is damaged', async () => {
    const damaged = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { flags: '["x={"]' } },
      metadata: { namespace: 'registry-switch', name: IMAGE_PATHS_NAME },
    };
    const cluster = new InMemoryCluster([heldLease('shop', holder('gone')), damaged]);
    const running = await hold(cluster, call('me', ['shop'], { home: 'registry-switch', takeover: true }));
    assert.equal(await holderIn(cluster, 'shop'), 'me');
    await running.end();
  });

  it('are not taken on the word of a journal where nobody is at work', async () => {
    const cluster = new InMemoryCluster(outlived());
    const running = await hold(cluster, call('me', ['bank'], { home: 'registry-switch', takeover: true }));
    assert.equal(await holderIn(cluster, 'shop'), undefined);
    await running.end();
  });

  it('go to one only of those who take them at the same time', async () => {
    const cluster = new InMemoryCluster([freeLease('shop')]);
    const tries = await Promise.allSettled(
      ['a', 'b', 'c'].map(async (name) => hold(cluster, call(name, ['shop']))),
    );
    const held = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    assert.equal(held.length, 1);
    await held[0]?.end();
  });

  it('are given back where not all can be had', async () => {
    const cluster = new InMemoryCluster();
    const patch = cluster.create.bind(cluster);
    cluster.create = async (resource, object, options) => {
      // Somebody else is faster in the last of them.
      if (object.metadata.namespace === 'shop') cluster.put(heldLease('shop', holder('you')));
      return patch(resource, object, options);
    };
    const error = await refusal(hold(cluster, call('me', ['bank', 'shop'])));
    assert.match(error.message, /shop \(you\)/);
    assert.equal(await holderIn(cluster, 'bank'), undefined);
  });

  it('are not had by one who was stopped while it took them, and lost the first', async () => {
    const cluster = new InMemoryCluster();
    const terms = call('me', ['bank', 'shop']);
    const create = cluster.create.bind(cluster);
    cluster.create = async (resource, object, options) => {
      if (object.metadata.namespace === 'shop') {
        cluster.put(heldLease('bank', holder('you')));
        terms.clock.stopFor(5);
      }
      return create(resource, object, options);
    };
    const error = await refusal(hold(cluster, terms));
    assert.match(error.message, /took over namespace bank/);
    assert.equal(await holderIn(cluster, 'shop'), undefined);
  });

  it('are left out where somebody else is at work, when told so', async () => {
    const cluster = new InMemoryCluster([heldLease('shop', holder('you'))]);
    const get = cluster.get.bind(cluster);
    cluster.get = async (resource, name) => {
      // It is renewed all the time.
      if (resource === LEASES && name.namespace === 'shop') cluster.put(heldLease('shop', holder('you')));
      return get(resource, name);
    };
    const terms = call('me', ['bank', 'shop'], { leaveOut: true });
    terms.clock.hurry();
    const running = await hold(cluster, terms);
    assert.deepEqual([...running.refused.keys()], ['shop']);
    await write(running.cluster, 'bank');
    assert.match((await refusal(write(running.cluster, 'shop'))).message, /shop \(you\)/);
    await running.end();
  });

  it('are left out where the server refuses them, with the reason and the namespace', async () => {
    const cluster = new InMemoryCluster();
    refuseLease(cluster, 'shop');
    const running = await hold(cluster, call('me', ['bank', 'shop'], { home: 'home', leaveOut: true }));
    const reason = running.refused.get('shop');
    assert.equal(reason?.message, 'the lease of namespace shop cannot be had: exceeded quota: tight');
    assert.match(reason.nextStep ?? '', /Raise the quota\. .*--exclude-namespace shop/);
    throwIfNoneIsLeft(['bank', 'shop'], running.refused);
    await write(running.cluster, 'bank');
    await running.end();
  });

  it('are all or nothing where nothing would be left, or the home is refused', async () => {
    const cluster = new InMemoryCluster();
    refuseLease(cluster, 'bank', 'shop');
    const running = await hold(cluster, call('me', ['bank', 'shop'], { home: 'home', leaveOut: true }));
    assert.throws(() => {
      throwIfNoneIsLeft(['bank', 'shop'], running.refused);
    }, /namespace bank cannot be had: .*; the lease of namespace shop cannot be had: /);
    await running.end();
    const terms = call('me', ['else', 'shop'], { home: 'bank', leaveOut: true });
    assert.match((await refusal(hold(cluster, terms))).message, /^the lease of namespace bank cannot be had/);
    assert.equal(await holderIn(cluster, 'else'), undefined);
  });

  it('that are refused are all told at once', async () => {
    const cluster = new InMemoryCluster();
    refuseLease(cluster, 'bank', 'shop');
    const { message } = await refusal(hold(cluster, call('me', ['bank', 'else', 'shop'])));
    assert.match(message, /namespace bank .*namespace shop /);
  });

  for (const [failure, message] of [
    ['not-found', /not-found/],
    ['terminating', /its namespace is being deleted/],
  ] as const) {
    it(`are not needed in a namespace that is gone or going (${failure})`, async () => {
      const cluster = new InMemoryCluster();
      const create = cluster.create.bind(cluster);
      cluster.create = async (resource, object, options) => {
        if (object.metadata.namespace === 'shop')
          throw new ClusterError(failure, `the server said ${failure}`);
        return create(resource, object, options);
      };
      const running = await hold(cluster, call('me', ['bank', 'shop']));
      assert.match((await refusal(write(running.cluster))).message, message);
      await write(running.cluster, 'bank');
      await running.end();
    });
  }

  it('are taken when it turns out that something else has to be written', async () => {
    const cluster = new InMemoryCluster();
    const running = await hold(cluster, call('me', ['shop']));
    await Promise.all([
      write(running.cluster, 'bank'),
      running.cluster.delete(CONFIG_MAPS, { namespace: 'bank', name: 'x' }),
    ]);
    assert.equal(await holderIn(cluster, 'bank'), 'me');
    await running.end();
    assert.equal(await holderIn(cluster, 'bank'), undefined);
  });
});

describe('a run that may have lost its lease', () => {
  async function begun() {
    const cluster = new InMemoryCluster();
    const terms = call('me', ['shop', 'bank'], { home: 'registry-switch' });
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
    assert.match(nextStep, /Let Lease registry-switch of namespace shop be changed/);
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

describe('a run that was interrupted', () => {
  it('begins no write, but still writes down how it ended', async () => {
    const cluster = new InMemoryCluster();
    const interruption = new AbortController();
    const running = withLeases(cluster, call('me', ['shop']), interruption.signal, async (fenced) => {
      interruption.abort(new ExpectedError('interrupted'));
      assert.equal((await refusal(write(fenced.cluster))).message, 'interrupted');
      await write(fenced.bookkeeping);
    });
    await running;
    assert.equal(await holderIn(cluster, 'shop'), undefined);
  });
});
