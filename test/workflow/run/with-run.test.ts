import assert from 'node:assert/strict';
import { EXIT } from '../../../src/domain/exit.ts';
import { ClusterError, ExpectedError, InterruptedError } from '../../../src/domain/errors.ts';
import { CONFIG_MAPS, LEASES } from '../../../src/domain/kubernetes/resource.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import { type Fenced, withLeases } from '../../../src/workflow/fence/with-leases.ts';
import type { Journal } from '../../../src/workflow/run/journal.ts';
import { call, holderIn } from '../fence/lease-cases.ts';
import { findRun, listJournals } from '../../../src/workflow/journals/list-runs.ts';
import { runContent } from '../../../src/workflow/journals/run-object.ts';
import { withRun } from '../../../src/workflow/run/with-run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { DONE, leases, ME, NAMESPACE, RUN, STAND, TALK } from './run-call.ts';

async function journaled(cluster: InMemoryCluster): Promise<Run> {
  return findRun(await listJournals(cluster, NAMESPACE, new AbortController().signal), RUN.id);
}

describe('a run', () => {
  it('is written down before anything is done, and at its end with what was done', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    await withRun(
      cluster,
      { ...TALK, run: RUN, leases: leases(), signal },
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
        assert.equal(await holderIn(cluster, NAMESPACE), ME.name);
        if (failure !== undefined) throw failure;
      };
      const running = withRun(cluster, { ...TALK, run: RUN, leases: leases(), signal }, body, () => DONE);
      await (failure === undefined ? running : assert.rejects(running, failure));
      assert.equal(await holderIn(cluster, NAMESPACE), undefined);
    }
  });

  it('that learns only at its end that somebody has taken over does not say that it is done', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const taken = { ...call('you', ['shop'], { takeover: true }), stateNamespace: NAMESPACE };
    const body = async (): Promise<void> => withLeases(cluster, taken, signal, async () => Promise.resolve());
    await assert.rejects(
      withRun(cluster, { ...TALK, run: RUN, leases: leases(), signal }, body, () => DONE),
      /another run took over/,
    );
  });

  it('that fails says so in its journal', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const body = async (): Promise<never> => Promise.reject(new Error('boom'));
    await assert.rejects(
      withRun(cluster, { ...TALK, run: RUN, leases: leases(), signal }, body, () => DONE),
      /boom/,
    );
    const { state, message } = await journaled(cluster);
    assert.deepEqual([state, message], ['failed', 'boom']);
  });

  it('that loses the API server says what was done and what was not, and how to go on', async () => {
    const { signal } = new AbortController();
    const lost = new ClusterError('unreachable', 'connection refused', { nextStep: 'Check the server.' });
    const body = async (journal: Journal): Promise<void> => {
      journal.workload('Deployment shop/web', 'switched');
      return Promise.reject(lost);
    };
    const call = { ...TALK, run: RUN, leases: leases(), signal };
    await assert.rejects(
      withRun(new InMemoryCluster(), call, body, () => DONE),
      (error) => {
        assert.ok(error instanceof ExpectedError);
        assert.equal(error.message, 'connection refused');
        assert.equal(error.exitCode, EXIT.failed);
        assert.equal(
          error.nextStep,
          `Check the server. Run ${RUN.id}: 1 workload switched (Deployment shop/web); 1 workload not done (Deployment shop/cart): go on, or undo it`,
        );
        return true;
      },
    );
  });

  it('that is interrupted says so, and how to go on', async () => {
    const cluster = new InMemoryCluster();
    const controller = new AbortController();
    const body = async (_: unknown, fenced: Fenced): Promise<void> => {
      controller.abort(new InterruptedError('interrupted'));
      fenced.signal.throwIfAborted();
      return Promise.resolve();
    };
    const running = withRun(
      cluster,
      { ...TALK, run: RUN, leases: leases(), signal: controller.signal },
      body,
      () => DONE,
    );
    await assert.rejects(running, (error) => {
      assert.ok(error instanceof InterruptedError);
      assert.equal(error.nextStep, `Nothing is lost. ${STAND} go on, or undo it`);
      return true;
    });
    assert.equal((await journaled(cluster)).state, 'interrupted');
  });

  it('that somebody takes over from writes nothing any more, whose journal tells it is theirs to do', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const mine = leases();
    const takingOver = { ...call('you', ['shop'], { takeover: true }), stateNamespace: NAMESPACE };
    const other = { ...RUN, id: '20261122-091733-bbbb' };
    let after: readonly string[] = [];
    const body = async (journal: Journal, fenced: Fenced): Promise<void> => {
      await withRun(
        cluster,
        { ...TALK, run: other, leases: takingOver, signal },
        async () => Promise.resolve(),
        () => DONE,
      );
      after = [...cluster.writes];
      journal.workload('Deployment shop/web', 'switched');
      await mine.clock.pass(3);
      fenced.signal.throwIfAborted();
    };
    const running = withRun(cluster, { ...TALK, run: RUN, leases: mine, signal }, body, () => DONE);
    await assert.rejects(running, /another run took over namespace registry-switch/);
    const { state, message, workloads } = await journaled(cluster);
    assert.deepEqual([state, message], ['interrupted', 'stopped: another run took over']);
    assert.deepEqual(workloads, RUN.workloads);
    const later = cluster.writes.slice(after.length);
    assert.deepEqual(
      [...new Set(later)].filter((write) => !write.startsWith('patch leases')),
      [],
    );
  });

  it('that somebody else has gone on with to its end does not claim it, and leaves the journal as it is', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const troubles: string[] = [];
    const onTrouble = (trouble: string): void => void troubles.push(trouble);
    const begin = async () => {
      const takingOver = { ...leases(), takeover: true };
      await withRun(cluster, { ...TALK, onTrouble, run: RUN, leases: takingOver, signal }, body, () => DONE);
    };
    let depth = 0;
    const body = async (): Promise<void> => {
      depth += 1;
      if (depth === 1) await begin();
    };
    await assert.rejects(begin(), /another run took over/);
    assert.equal(troubles.length, 1);
    assert.match(troubles[0] ?? '', /the end of run .* is not journaled: .*took over/);
    assert.equal((await journaled(cluster)).state, 'done');
  });

  it('whose journal somebody deletes is reported all the same', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const troubles: string[] = [];
    const onTrouble = (trouble: string): void => void troubles.push(trouble);
    const body = async (journal: Journal): Promise<string> => {
      const name = { namespace: NAMESPACE, name: `registry-switch-run-${RUN.id}` };
      journal.workload('Deployment shop/web', 'switched');
      await cluster.delete(CONFIG_MAPS, name, { signal });
      return 'the report';
    };
    const call = { ...TALK, onTrouble, run: RUN, leases: leases(), signal };
    assert.equal(await withRun(cluster, call, body, () => DONE), 'the report');
    assert.match(troubles.join(), /the end of run .* is not journaled/);
  });

  it('does not begin where its journal cannot be written', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', CONFIG_MAPS, 'forbidden');
    const { signal } = new AbortController();
    const body = async (): Promise<void> => Promise.reject(new Error('it began'));
    const running = withRun(cluster, { ...TALK, run: RUN, leases: leases(), signal }, body, () => DONE);
    await assert.rejects(running, (error) => error instanceof ClusterError && error.failure === 'forbidden');
  });

  it('does not begin where no lease can be taken', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', LEASES, 'forbidden');
    const { signal } = new AbortController();
    const running = withRun(
      cluster,
      { ...TALK, run: RUN, leases: leases(), signal },
      async () => Promise.resolve(),
      () => DONE,
    );
    await assert.rejects(running, /cannot acquire the lease of namespace \S+: the server said forbidden/);
    assert.ok(!cluster.writes.some((write) => write.startsWith('create configmaps')));
  });

  it('of 5,000 workloads with long names stays far below the 1 MiB of a ConfigMap', () => {
    const workloads = Array.from({ length: 5000 }, (_, index) => ({
      name: `StatefulSet ${'n'.repeat(55)}-${index}/${'w'.repeat(50)}-${(index * 7919) % 5000}`,
      outcome: 'rolled-back' as const,
    }));
    const content = runContent({ ...RUN, workloads });
    assert.ok(JSON.stringify(content).length < 256 * 1024);
  });
});
