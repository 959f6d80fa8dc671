/** Ctrl-C while a patch is under way: once ends in order, twice at once; either can be gone on with. */
import assert from 'node:assert/strict';
import { startApiProxy, type SeenWrite } from '../harness/api-proxy.ts';
import { assertError, assertExit, assertNextStep, EXIT } from '../harness/outcome.ts';
import { resume, rollback, verify } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { everythingRestorable } from '../harness/snapshot.ts';
import { moveTo } from './moving.ts';
import { newestRun } from '../harness/runs.ts';
import { openTwelveWorkloads, type TwelveWorkloads } from './twelve-workloads.ts';

describe('Ctrl-C in a move', () => {
  let estate: TwelveWorkloads;

  before(async () => {
    estate = await openTwelveWorkloads();
  });

  after(async () => estate.site[Symbol.asyncDispose]());

  it('once: the patch that is under way is finished, the journal says so, the way on and back is told', async () => {
    const { outcome, held, after } = await interrupt('once');
    assertExit(outcome, EXIT.interrupted);
    // Raced by a controller it changes nothing, and is not tried again.
    assert.ok(held?.status === 200 || held?.status === 422, 'status of the patch that was under way');
    assert.deepEqual(after.filter(isPatchOfWorkload), [], 'patches that were begun afterwards');
    const { id, state } = await newestRun(estate.site);
    assert.equal(state, 'interrupted');
    assertError(outcome, ['interrupted']);
    assertNextStep(outcome, `resume ${id}`);
    assertNextStep(outcome, `rollback ${id}`);
    assertExit(await resume(estate.site, id), EXIT.done);
    assertExit(await verify(estate.site), EXIT.done);
    assertExit(await rollback(estate.site, [id]), EXIT.done);
  });

  it('twice: it ends at once, and can be gone on with or taken back all the same', async () => {
    const { site } = estate;
    const before = await everythingRestorable(site, [estate.gadgets]);
    const { outcome, held } = await interrupt('twice');
    assertExit(outcome, EXIT.interrupted);
    assert.equal(held?.status, undefined, 'the patch that was under way had no answer');
    assertError(outcome, ['exiting immediately']);
    assertNextStep(outcome, 'status');
    const { id } = await newestRun(site);
    assertExit(await resume(estate.site, id), EXIT.done);
    assertExit(await verify(site), EXIT.done);
    assertExit(await rollback(site, [id]), EXIT.done);
    assert.deepEqual(await everythingRestorable(site, [estate.gadgets]), before);
  });

  interface Interrupted {
    readonly outcome: Outcome;
    /** The patch that was under way, and what was written after it. */
    readonly held: SeenWrite | undefined;
    readonly after: readonly SeenWrite[];
  }

  /** At the third patch, which arrives when the process is known to have gone on since the signal. */
  async function interrupt(times: 'once' | 'twice'): Promise<Interrupted> {
    let kill: (signal: NodeJS.Signals) => void = () => undefined;
    let patches = 0;
    let held: SeenWrite | undefined;
    let renewed = Promise.withResolvers<undefined>();
    const ended = Promise.withResolvers<undefined>();
    await using proxy = await startApiProxy(estate.site.api, {
      beforeWrite: async (write) => {
        if (write.path.endsWith('/leases/registry-switch')) renewed.resolve(undefined);
        if (!isPatchOfWorkload(write) || (patches += 1) !== 3) return;
        held = write;
        kill('SIGINT');
        renewed = Promise.withResolvers();
        await renewed.promise;
        if (times === 'once') return;
        kill('SIGINT');
        await ended.promise;
      },
    });
    const outcome = await moveTo(estate, times, {
      args: ['--server', proxy.url, '--max-in-flight', '1'],
      onStart: (send) => (kill = send),
    });
    ended.resolve(undefined);
    const place = held === undefined ? -1 : proxy.writes.indexOf(held);
    return { outcome, held, after: proxy.writes.slice(place + 1) };
  }

  function isPatchOfWorkload({ method, path }: SeenWrite): boolean {
    const isOther = path.includes('/secrets/') || path.includes('/leases/');
    return method === 'PATCH' && path.includes(`/${estate.site.prefix}-`) && !isOther;
  }
});
