import assert from 'node:assert/strict';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { listConditions } from '../../../src/workflow/run/list-conditions.ts';
import { withRun } from '../../../src/workflow/run/with-run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { manualClock } from '../fence/manual-clock.ts';
import { DONE, leases, NAMESPACE, RUN, TALK } from './run-call.ts';

describe('the list of conditions', () => {
  it('tells the run that is under way from one whose tool was killed', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const mine = leases();
    const question = { namespace: NAMESPACE, hasEnded: () => false, clock: mine.clock };
    const conditions = async () =>
      (await listConditions(cluster, question, signal)).runs.map(({ condition }) => condition);
    await assert.rejects(
      withRun(
        cluster,
        { ...TALK, run: RUN, leases: mine, signal },
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

  for (const [renewed, condition] of [
    [true, 'running'],
    [false, 'stalled'],
  ] as const) {
    it(`knows a run as ${condition} whose lease was written by another clock`, async () => {
      const cluster = new InMemoryCluster();
      const { signal } = new AbortController();
      const mine = { ...leases(), clock: manualClock(3600) };
      const looking = manualClock();
      const body = async (): Promise<unknown> => {
        const list = listConditions(
          cluster,
          { namespace: NAMESPACE, hasEnded: () => false, clock: looking },
          signal,
        );
        for (let second = 0; second < 6; second += 1) {
          if (renewed) await mine.clock.pass(1);
          await looking.pass(1);
        }
        return (await list).runs.map((run) => run.condition);
      };
      assert.deepEqual(
        await withRun(cluster, { ...TALK, run: RUN, leases: mine, signal }, body, () => DONE),
        [condition],
      );
    });
  }

  it('knows a run as stalled whose process is known to be gone, before its lease has run out', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    const body = async (): Promise<string[]> => {
      const question = { namespace: NAMESPACE, hasEnded: (process: string) => process === 'mine' };
      const { holder, runs } = await listConditions(cluster, question, signal);
      return [holder ?? 'nobody', ...runs.map(({ condition }) => condition)];
    };
    const seen = await withRun(cluster, { ...TALK, run: RUN, leases: leases(), signal }, body, () => DONE);
    assert.deepEqual(seen, ['nobody', 'stalled']);
  });
});
