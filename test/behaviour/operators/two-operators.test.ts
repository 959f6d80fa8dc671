/** Two who would change the same cluster at the same time: one does, the other learns who it is. */
import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { startApiProxy } from '../harness/api-proxy.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { jobFlags, move, rollback, run } from '../harness/product.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { type Movable, moveTo } from '../kill/moving.ts';
import { newestRun, seenRuns } from '../harness/runs.ts';
import { startSlowMove } from '../kill/slow-move.ts';
import { openFewWorkloads } from './few-workloads.ts';

describe('two operators', () => {
  let estate: Movable;

  beforeEach(async () => {
    estate = await openFewWorkloads();
  });

  afterEach(async () => estate.site[Symbol.asyncDispose]());

  it('the second is refused with the name of the first, and nothing is changed', async () => {
    const { site } = estate;
    await using first = await startSlowMove(estate, 'first');
    const before = await everythingWritten(site);
    const to = `${site.cluster.target.host}/${site.prefix}/second`;
    const attempts = [
      async () => moveTo(estate, 'second'),
      async () => rollback(site),
      async () => move(site, ['copy', '--yes', ...jobFlags(site)], { to }),
    ];
    for (const second of await Promise.all(attempts.map(async (attempt) => attempt()))) {
      assertExit(second, EXIT.failed);
      assertError(second, [`@${hostname()}, run ${first.run}`]);
      assertNextStep(second, '--takeover');
    }
    assert.deepEqual(await everythingWritten(site), before);
    assert.equal((await seenRuns(site)).runs.length, 1, 'runs');
    assert.equal((await newestRun(site)).condition, 'running');
  });

  it('a third can watch, until Ctrl-C, without a word of complaint', async () => {
    const { site } = estate;
    await using first = await startSlowMove(estate, 'first');
    const secondLook = Promise.withResolvers<undefined>();
    await using proxy = await startApiProxy(site.api, {
      fault: (kind, count) => {
        if (kind === 'GET leases' && count === 2) secondLook.resolve(undefined);
        return undefined;
      },
    });
    const home = ['--copy-namespace', site.copyNamespace];
    const watching = await run(site, ['status', '-w', ...home, '--server', proxy.url], {
      interruptAfter: secondLook.promise,
    });
    assertExit(watching, EXIT.interrupted);
    assertSays(watching, 'stdout', new RegExp(`^${first.run} +migrate +running`, 'm'));
    assert.equal(watching.stderr, '');
  });
});
