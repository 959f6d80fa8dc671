import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { IMAGE_PATHS_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { call, freeLease, heldLease, holder, holderIn } from './lease-cases.ts';
import { hold, write } from './holding.ts';

describe('the leases of somebody else', () => {
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
    const mine = call('me', ['shop'], { stateNamespace: 'registry-switch' });
    const first = await hold(cluster, mine);
    const second = await hold(
      cluster,
      call('you', ['shop'], { stateNamespace: 'registry-switch', takeover: true }),
    );
    await mine.clock.pass(3);
    assert.ok(first.lost.aborted);
    assert.match(String(first.lost.reason), /another run took over/);
    await first.end().catch(() => undefined);
    assert.equal(await holderIn(cluster, 'shop'), 'you');
    await second.end();
  });

  /** The home of somebody who is gone, whose journal says that he is at work in `shop`. */
  function outlived(): KubernetesObject[] {
    const workloads = [{ name: 'Deployment shop/anything', outcome: 'planned' as const }];
    return [
      runObject('registry-switch', aRun({ state: 'running', workloads })),
      heldLease('registry-switch', holder('gone', { stateNamespace: 'registry-switch' })),
    ];
  }

  it('are taken with the home from one who is gone, wherever he was at work', async () => {
    const shop = heldLease('shop', holder('gone', { stateNamespace: 'registry-switch' }));
    const cluster = new InMemoryCluster([...outlived(), shop]);
    const running = await hold(
      cluster,
      call('me', ['bank'], { stateNamespace: 'registry-switch', takeover: true }),
    );
    assert.equal(await holderIn(cluster, 'shop'), 'me');
    await running.end();
  });

  it('are taken from him also where no journal tells of it: a finish, or a pull Secret of a run', async () => {
    const cluster = new InMemoryCluster();
    const his = call('you', ['legacy', 'shop'], { stateNamespace: 'registry-switch' });
    const first = await hold(cluster, his);
    const running = await hold(
      cluster,
      call('me', ['bank'], { stateNamespace: 'registry-switch', takeover: true }),
    );
    for (const namespace of ['legacy', 'shop']) assert.equal(await holderIn(cluster, namespace), 'me');
    await his.clock.pass(3);
    await first.end().catch(() => undefined);
    await running.end();
  });

  it('are taken over whatever the Lease of the home says of where its holder was at work', async () => {
    for (const reach of [['shop', 'shop', '', '../x', 'no-such'], Array.from({ length: 3000 }, String)]) {
      const gone = holder('gone', { stateNamespace: 'registry-switch', reach });
      const cluster = new InMemoryCluster([heldLease('registry-switch', gone)]);
      const running = await hold(
        cluster,
        call('me', ['bank'], { stateNamespace: 'registry-switch', takeover: true }),
      );
      assert.deepEqual([...running.refused.keys()], []);
      await running.end();
    }
  });

  it('stay with people of another home, whatever journals say of their namespaces', async () => {
    const cluster = new InMemoryCluster(outlived());
    const you = await hold(cluster, call('you', ['shop'], { stateNamespace: 'your-home' }));
    const terms = call('me', ['bank'], { stateNamespace: 'registry-switch', takeover: true });
    const running = await hold(cluster, terms);
    assert.equal(await holderIn(cluster, 'shop'), 'you');
    await write(you.cluster, 'shop');
    assert.deepEqual([...running.refused.keys()], []);
    await running.end();
    await you.end();
  });

  for (const [who, stateNamespace] of [
    ['the same home', 'registry-switch'],
    ['another', 'your-home'],
  ] as const) {
    it(`are taken from a run of ${who} with a mark on the custom resources that it was told of`, async () => {
      const run = aRun({
        move: aMove({ 'image-path': ['prometheuses.monitoring.coreos.com={.spec.image}'] }),
      });
      const lease = heldLease('shop', holder('gone', { stateNamespace }));
      const cluster = new InMemoryCluster([
        lease,
        prometheus({ namespace: 'shop' }),
        runObject(stateNamespace, run),
      ]);
      const mark = 'patch prometheuses.monitoring.coreos.com shop/web';
      const terms = call('me', ['shop'], { stateNamespace: 'registry-switch', takeover: true });
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
    const running = await hold(
      cluster,
      call('me', ['shop'], { stateNamespace: 'registry-switch', takeover: true }),
    );
    assert.equal(await holderIn(cluster, 'shop'), 'me');
    await running.end();
  });

  it('are not taken on the word of a journal where nobody is at work', async () => {
    const cluster = new InMemoryCluster(outlived());
    const running = await hold(
      cluster,
      call('me', ['bank'], { stateNamespace: 'registry-switch', takeover: true }),
    );
    assert.equal(await holderIn(cluster, 'shop'), undefined);
    await running.end();
  });
});
