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

const LEASE_SECONDS = 30;

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
    assertError(stopped, ['took over with --takeover']);
    assertNextStep(stopped, 'status');
    assertExit(await verify(site), EXIT.done);
    const { runs } = await seenRuns(site);
    assert.deepEqual(
      runs.map(({ state, message }) => [state, message]),
      [
        ['done', ''],
        ['failed', 'stopped: somebody else took over with --takeover'],
      ],
    );
    const patched = first
      .writes()
      .filter(({ path }) => path.includes(`${site.prefix}-`) && !path.includes('/secrets'));
    assert.equal(
      patched.filter(({ path }) => !path.includes(site.copyNamespace)).length,
      1,
      'workloads it patched',
    );
  });

  it('who resumes the run of another that still goes on stops it, and its journal is theirs', async () => {
    await using first = await startSlowMove(estate, 'first');
    assertExit(await resume(estate.site, first.run), EXIT.failed);
    assertExit(await resume(estate.site, first.run, ['--takeover', '--settle', '0s']), EXIT.done);
    const stopped = await first.ended;
    assertExit(stopped, EXIT.failed);
    assertError(stopped, ['took over with --takeover']);
    const { state, workloads } = await newestRun(estate.site);
    assert.equal(state, 'done');
    assert.deepEqual(new Set(workloads.map(({ outcome }) => outcome)), new Set(['switched']));
  });

  it('a holder on another machine is waited for until its lease has run out', async () => {
    const holder = 'eve@elsewhere, process 4711, run 20261121-091733-k3x9';
    await putLease(holder, 0);
    const refused = await moveTo(estate, 'first');
    assertExit(refused, EXIT.failed);
    assertError(refused, [holder]);
    assertNextStep(refused, `${LEASE_SECONDS.toString()}s after`);
    await putLease(holder, LEASE_SECONDS + 1);
    assertExit(await moveTo(estate, 'first'), EXIT.done);
  });

  it('a holder on another machine that is gone can be taken over from', async () => {
    await putLease('eve@elsewhere, process 4711, run 20261121-091733-k3x9', 10);
    const outcome = await moveTo(estate, 'first', { args: ['--takeover'] });
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', 'Nothing refers to the source any more');
  });

  async function putLease(holder: string, ageSeconds: number): Promise<void> {
    const { site } = estate;
    await site.define(namespace(site.copyNamespace));
    const place = { namespace: site.copyNamespace, name: 'registry-switch' };
    await site.apply(lease({ ...place, holder, ageSeconds, durationSeconds: LEASE_SECONDS }));
  }
});
