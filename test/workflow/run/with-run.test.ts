import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ClusterError, InterruptedError } from '../../../src/domain/errors.ts';
import { CONFIG_MAPS, LEASES } from '../../../src/domain/kubernetes/resource.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import type { Journal } from '../../../src/workflow/run/journal.ts';
import { type HeldLease, leaseHolder, takeLease } from '../../../src/workflow/run/lease.ts';
import { findRun, latestResumable, listRuns } from '../../../src/workflow/run/list-runs.ts';
import { markRuns } from '../../../src/workflow/run/mark-runs.ts';
import { runList } from '../../../src/workflow/run/run-list.ts';
import { runContent } from '../../../src/workflow/run/run-object.ts';
import { withRun } from '../../../src/workflow/run/with-run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const NAMESPACE = 'registry-switch';
const RUN: Run = {
  id: '20261121-091733-k3x9',
  command: 'migrate',
  by: 'me@laptop',
  startedAt: '2026-11-21T09:17:33.000Z',
  updatedAt: '2026-11-21T09:17:33.000Z',
  from: ['old.example'],
  to: 'new.example',
  flags: { to: 'new.example', 'wave-size': 3 },
  state: 'running',
  step: '',
  message: '',
  workloads: [
    { name: 'Deployment shop/web', outcome: 'planned' },
    { name: 'Deployment shop/cart', outcome: 'planned' },
  ],
};
const LEASE = {
  namespace: NAMESPACE,
  holder: `me@laptop, process 1, run ${RUN.id}`,
  takeover: false,
  hasEnded: () => false,
};
const DONE = { state: 'done', message: '' } as const;

async function journaled(cluster: InMemoryCluster): Promise<Run> {
  return findRun(await listRuns(cluster, NAMESPACE, new AbortController().signal), RUN.id);
}

describe('a run', () => {
  it('is written down before anything is done, and at its end with what was done', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    await withRun(
      cluster,
      { run: RUN, lease: LEASE, signal },
      async (journal) => {
        assert.deepEqual(await journaled(cluster), RUN);
        journal.note({ step: 'Switching' });
        journal.workload('Deployment shop/web', 'switched');
      },
      () => DONE,
    );
    const { state, step, workloads } = await journaled(cluster);
    assert.deepEqual([state, step], ['done', 'Switching']);
    assert.deepEqual(workloads, [
      { name: 'Deployment shop/web', outcome: 'switched' },
      { name: 'Deployment shop/cart', outcome: 'planned' },
    ]);
  });

  it('gives its lease back, however it ends', async () => {
    for (const failure of [undefined, new Error('boom')]) {
      const cluster = new InMemoryCluster();
      const { signal } = new AbortController();
      const body = async (): Promise<void> => {
        assert.equal((await leaseHolder(cluster, NAMESPACE, signal))?.holder, LEASE.holder);
        if (failure !== undefined) throw failure;
      };
      const running = withRun(cluster, { run: RUN, lease: LEASE, signal }, body, () => DONE);
      await (failure === undefined ? running : assert.rejects(running, failure));
      assert.equal(await leaseHolder(cluster, NAMESPACE, signal), undefined);
    }
  });

  it('that fails says so in its journal', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const body = async (): Promise<never> => Promise.reject(new Error('boom'));
    await assert.rejects(
      withRun(cluster, { run: RUN, lease: LEASE, signal }, body, () => DONE),
      /boom/,
    );
    const { state, message } = await journaled(cluster);
    assert.deepEqual([state, message], ['failed', 'boom']);
  });

  it('that is interrupted says so, and how to go on', async () => {
    const cluster = new InMemoryCluster();
    const controller = new AbortController();
    const body = async (_: unknown, held: AbortSignal): Promise<void> => {
      controller.abort(new InterruptedError('interrupted'));
      held.throwIfAborted();
      return Promise.resolve();
    };
    const running = withRun(cluster, { run: RUN, lease: LEASE, signal: controller.signal }, body, () => DONE);
    await assert.rejects(running, (error) => {
      assert.ok(error instanceof InterruptedError);
      assert.match(error.nextStep ?? '', new RegExp(`resume ${RUN.id}`));
      return true;
    });
    assert.equal((await journaled(cluster)).state, 'interrupted');
  });

  for (const [who, run, state] of [
    ['goes on with another', '20261122-091733-aaaa', 'failed'],
    ['goes on with it: the journal is theirs', RUN.id, 'running'],
  ] as const) {
    it(`ends when somebody takes over who ${who}`, async () => {
      const cluster = new InMemoryCluster();
      const { signal } = new AbortController();
      const other = { ...LEASE, holder: `you@desk, process 2, run ${run}`, hasEnded: () => true };
      let theirs: HeldLease | undefined;
      const body = async (journal: Journal, held: AbortSignal): Promise<void> => {
        theirs = await takeLease(cluster, other, signal);
        journal.workload('Deployment shop/web', 'switched');
        await once(held, 'abort');
        held.throwIfAborted();
      };
      const running = withRun(cluster, { run: RUN, lease: LEASE, signal }, body, () => DONE);
      await assert.rejects(running, /somebody else took over with --takeover/);
      assert.equal((await journaled(cluster)).state, state);
      await theirs?.release();
    });
  }

  it('does not begin where its journal cannot be written', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', CONFIG_MAPS, 'forbidden');
    const { signal } = new AbortController();
    const body = async (): Promise<void> => Promise.reject(new Error('it began'));
    const running = withRun(cluster, { run: RUN, lease: LEASE, signal }, body, () => DONE);
    await assert.rejects(running, (error) => error instanceof ClusterError && error.failure === 'forbidden');
  });

  it('does not begin where no lease can be taken', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', LEASES, 'forbidden');
    const { signal } = new AbortController();
    const running = withRun(
      cluster,
      { run: RUN, lease: LEASE, signal },
      async () => Promise.resolve(),
      () => DONE,
    );
    await assert.rejects(running, ClusterError);
    assert.ok(!cluster.writes.some((write) => write.startsWith('create configmaps')));
  });

  it('of 5,000 workloads with long names stays far below the 1 MiB of a ConfigMap', () => {
    const workloads = Array.from({ length: 5000 }, (_, index) => ({
      name: `StatefulSet ${'n'.repeat(55)}-${index}/${'w'.repeat(50)}-${(index * 7919) % 5000}`,
      outcome: 'rolled-back',
    }));
    const content = runContent({ ...RUN, workloads });
    assert.ok(JSON.stringify(content).length < 256 * 1024);
  });
});

describe('the list of runs', () => {
  it('tells the run that is under way from one whose tool was killed', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const conditions = async () =>
      (await runList(cluster, { namespace: NAMESPACE, hasEnded: () => false }, signal)).runs.map(
        (run) => run.condition,
      );
    await assert.rejects(
      withRun(
        cluster,
        { run: RUN, lease: LEASE, signal },
        async () => {
          assert.deepEqual(await conditions(), ['running']);
          cluster.refuse('patch', CONFIG_MAPS, 'unreachable');
          throw new Error('killed');
        },
        () => DONE,
      ),
    );
    assert.deepEqual(await conditions(), ['stalled']);
  });

  it('knows a run as stalled whose process is known to be gone, before its lease has run out', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const body = async (): Promise<string[]> => {
      const { holder, runs } = await runList(cluster, { namespace: NAMESPACE, hasEnded: () => true }, signal);
      return [holder ?? 'nobody', ...runs.map(({ condition }) => condition)];
    };
    const seen = await withRun(cluster, { run: RUN, lease: LEASE, signal }, body, () => DONE);
    assert.deepEqual(seen, ['nobody', 'stalled']);
  });

  it('has the newest first, and finds the one to go on with', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    for (const [id, state] of [
      ['20261121-091733-aaaa', 'partly'],
      ['20261122-091733-bbbb', 'done'],
    ] as const) {
      const run = { ...RUN, id };
      await withRun(
        cluster,
        { run, lease: LEASE, signal },
        async () => Promise.resolve(),
        () => ({ state, message: '' }),
      );
    }
    const runs = await listRuns(cluster, NAMESPACE, signal);
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['20261122-091733-bbbb', '20261121-091733-aaaa'],
    );
    assert.equal(latestResumable(runs)?.id, '20261121-091733-aaaa');
    const undone = runs.map((run): Run => ({ ...run, state: 'rolled-back' }));
    await markRuns(cluster, { namespace: NAMESPACE, runs: undone }, signal);
    assert.equal(latestResumable(await listRuns(cluster, NAMESPACE, signal)), undefined);
  });

  it('names the runs that there are when asked for another', () => {
    assert.throws(() => findRun([RUN], '20200101-000000-none'), /there is no run 20200101-000000-none/);
  });
});
