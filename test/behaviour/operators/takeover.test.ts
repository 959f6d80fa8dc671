/** Whoever holds a run stops when another takes it over, and only then. */
import assert from 'node:assert/strict';
import { lease } from '../builders/lease.ts';
import { namespace } from '../builders/namespace.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { resume, verify } from '../harness/product.ts';
import { type Movable, moveTo } from '../kill/moving.ts';
import { newestRun, seenRuns } from '../harness/runs.ts';
import { startSlowMove } from '../kill/slow-move.ts';
import { openFewWorkloads } from './few-workloads.ts';

const EVE = 'eve@elsewhere, run 20261121-091733-k3x9';

describe('an operator who takes over', () => {
  let estate: Movable;

  beforeEach(async () => {
    estate = await openFewWorkloads();
  });

  afterEach(async () => estate.site[Symbol.asyncDispose]());

  it('who takes over stops the first, which writes nothing more and says so', async () => {
    const { site } = estate;
    await using first = await startSlowMove(estate, 'first');
    const second = await moveTo(estate, 'second', { args: ['--takeover'] });
    assertExit(second, EXIT.done);
    const stopped = await first.ended;
    assertExit(stopped, EXIT.failed);
    assertError(stopped, ['another run took over']);
    assertNextStep(stopped, 'status');
    assertExit(await verify(site), EXIT.done);
    const { runs } = await seenRuns(site);
    assert.deepEqual(
      runs.map(({ state, message }) => [state, message]),
      [
        ['done', ''],
        ['interrupted', 'stopped: another run took over'],
      ],
    );
    const patched = first
      .writes()
      .filter(({ path }) => path.includes(`${site.prefix}-`) && !/\/(secrets|leases)/.test(path));
    const workloads = patched.map(({ path }) => path).filter((path) => !path.includes(site.copyNamespace));
    assert.equal(new Set(workloads).size, 1, 'workloads it patched');
  });

  it('who resumes the run of another that still goes on stops it, and its journal is theirs', async () => {
    await using first = await startSlowMove(estate, 'first');
    assertExit(await resume(estate.site, first.run), EXIT.failed);
    assertExit(await resume(estate.site, first.run, ['--takeover', '--settle', '0s']), EXIT.done);
    const stopped = await first.ended;
    assertExit(stopped, EXIT.failed);
    assertError(stopped, ['another run took over']);
    const { state, workloads } = await newestRun(estate.site);
    assert.equal(state, 'done');
    assert.deepEqual(new Set(workloads.map(({ outcome }) => outcome)), new Set(['switched']));
  });

  it('a holder on another machine is watched, and left alone when it renews its lease', async () => {
    await putLease(0);
    let renewed: Promise<void> | undefined;
    const refused = await moveTo(estate, 'first', {
      onStderr: (text) => {
        if (text.includes(`Waiting for ${EVE}`)) renewed ??= putLease(3600);
      },
    });
    await renewed;
    assertExit(refused, EXIT.failed);
    assertError(refused, [EVE, estate.site.copyNamespace]);
    assertNextStep(refused, '--takeover');
  });

  it('a holder on another machine that is gone can be taken over from', async () => {
    await putLease(10);
    const outcome = await moveTo(estate, 'first', { args: ['--takeover'] });
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', /^Nothing .*refers to the source any more/m);
  });

  /** By a clock that may be wrong. */
  async function putLease(ageSeconds: number): Promise<void> {
    const { site } = estate;
    await site.define(namespace(site.copyNamespace));
    const place = { namespace: site.copyNamespace, name: 'registry-switch' };
    await site.apply(lease({ ...place, holder: EVE, ageSeconds, durationSeconds: 15 }));
  }
});
