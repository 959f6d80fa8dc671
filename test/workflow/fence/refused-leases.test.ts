import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { LEASES } from '../../../src/domain/kubernetes/resource.ts';
import { refusalOf, throwIfNoneIsLeft } from '../../../src/workflow/fence/refusals.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { call, heldLease, holder, holderIn } from './lease-cases.ts';
import { hold, refusal, refuseLease, write } from './holding.ts';

describe('leases that cannot be had', () => {
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
    const running = await hold(
      cluster,
      call('me', ['bank', 'shop'], { stateNamespace: 'home', leaveOut: true }),
    );
    const reason = running.refused.get('shop');
    assert.equal(reason?.message, 'cannot acquire the lease of namespace shop: exceeded quota: tight');
    assert.match(reason.nextStep ?? '', /Raise the quota\. .*--exclude-namespace shop/);
    throwIfNoneIsLeft(['bank', 'shop'], running.refused);
    await write(running.cluster, 'bank');
    await running.end();
  });

  it('are gone on without as the command can that asks for them', async () => {
    const cluster = new InMemoryCluster([heldLease('held', holder('you'))]);
    refuseLease(cluster, 'shop');
    const goesWithout = '--on-failure continue';
    const { nextStep = '' } = await refusal(
      hold(cluster, call('me', ['shop'], { stateNamespace: 'home', goesWithout })),
    );
    assert.equal(nextStep, 'Raise the quota. Continue in the other namespaces with --on-failure continue.');
    const asker = { stateNamespace: 'home', goesWithout };
    const by = holder('you');
    assert.match(
      refusalOf('held', { state: 'held', by }, asker).nextStep ?? '',
      /leave namespaces out with --on-failure continue \(/,
    );
  });

  it('cannot be gone on without in the namespace of the tool itself', async () => {
    const cluster = new InMemoryCluster();
    refuseLease(cluster, 'home');
    const { nextStep = '' } = await refusal(hold(cluster, call('me', ['shop'], { stateNamespace: 'home' })));
    assert.equal(
      nextStep,
      'Raise the quota. It holds the state of the tool; use another one with --copy-namespace.',
    );
  });

  it('are all or nothing where nothing would be left, or the home is refused', async () => {
    const cluster = new InMemoryCluster();
    refuseLease(cluster, 'bank', 'shop');
    const running = await hold(
      cluster,
      call('me', ['bank', 'shop'], { stateNamespace: 'home', leaveOut: true }),
    );
    assert.throws(() => {
      throwIfNoneIsLeft(['bank', 'shop'], running.refused);
    }, /cannot acquire the lease of namespace bank: .*; cannot acquire the lease of namespace shop: /);
    await running.end();
    const terms = call('me', ['else', 'shop'], { stateNamespace: 'bank', leaveOut: true });
    assert.match(
      (await refusal(hold(cluster, terms))).message,
      /^cannot acquire the lease of namespace bank/,
    );
    assert.equal(await holderIn(cluster, 'else'), undefined);
  });

  it('are all told at once', async () => {
    const cluster = new InMemoryCluster();
    refuseLease(cluster, 'bank', 'shop');
    const { message } = await refusal(hold(cluster, call('me', ['bank', 'else', 'shop'])));
    assert.match(message, /namespace bank: .*namespace shop: /);
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
});
