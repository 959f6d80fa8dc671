import assert from 'node:assert/strict';
import { ExpectedError } from '../../../src/domain/errors.ts';
import { LEASE_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import type { Cluster } from '../../../src/domain/ports/cluster.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { withLeases } from '../../../src/workflow/fence/with-leases.ts';
import { machine } from '../../support/builders/custom-resource.ts';
import { MACHINES } from '../../support/builders/resources.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { call, freeLease, heldLease, holder, holderIn } from './lease-cases.ts';
import { manualClock } from './manual-clock.ts';
import { hold, refusal, write } from './holding.ts';

describe('the leases of a run', () => {
  it('are held in every namespace that it writes to, and given back at the end', async () => {
    const cluster = new InMemoryCluster();
    const running = await hold(cluster, call('me', ['shop', 'bank'], { stateNamespace: 'registry-switch' }));
    for (const namespace of ['bank', 'registry-switch', 'shop']) {
      assert.equal(await holderIn(cluster, namespace), 'me');
    }
    await running.end();
    for (const namespace of ['bank', 'registry-switch', 'shop']) {
      assert.equal(await holderIn(cluster, namespace), undefined);
    }
    await (await hold(cluster, call('you', ['shop'], { stateNamespace: 'registry-switch' }))).end();
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

describe('the lease of what belongs to no namespace', () => {
  const object = machine({ name: 'n1' });
  const mark = async (cluster: Cluster) =>
    cluster.patch(MACHINES, { name: 'n1' }, [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }]);

  it('is one for all homes', async () => {
    const cluster = new InMemoryCluster([object]);
    const terms = call('me', [], { stateNamespace: 'my-home' });
    const mine = await hold(cluster, terms);
    await mark(mine.cluster);
    assert.equal(await holderIn(cluster, 'default'), 'me');
    const yours = call('you', ['default'], { stateNamespace: 'your-home' });
    const refused = refusal(hold(cluster, yours));
    for (let second = 0; second < 4; second += 1) {
      await terms.clock.pass(1);
      await yours.clock.pass(1);
    }
    assert.equal((await refused).message, 'another run is changing namespace default (me)');
    await mine.end();
    assert.equal(await holderIn(cluster, 'default'), undefined);
  });

  it('is needed also by who has no home', async () => {
    const cluster = new InMemoryCluster([object]);
    const mine = await hold(cluster, call('me', []));
    await mark(mine.cluster);
    cluster.put(heldLease('default', holder('you')));
    assert.match((await refusal(mark(mine.cluster))).message, /took over namespace default/);
    await mine.end().catch(() => undefined);
    assert.equal(cluster.writes.filter((one) => one.includes('machines')).length, 1);
  });

  it('is taken from one who is gone with a mark on what belongs to none, by his home', async () => {
    const run = aRun({
      state: 'running',
      move: aMove({ 'image-path': ['machines.machine.example={.spec.image}'] }),
      workloads: [{ name: 'Machine n1', outcome: 'planned' }],
    });
    const gone = holder('gone', { stateNamespace: 'my-home' });
    const cluster = new InMemoryCluster([
      ...[object, runObject('my-home', run), heldLease('my-home', gone), heldLease('default', gone)],
    ]);
    const terms = call('me', [], { stateNamespace: 'my-home', takeover: true });
    const running = await hold(cluster, terms);
    assert.equal(await holderIn(cluster, 'default'), 'me');
    assert.equal(cluster.writes.filter((one) => one === 'patch machines.machine.example n1').length, 2);
    await running.end();
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
