/** A move whose renewals hang loses its leases by its own clock, and writes nothing any more when they are let go. */
import assert from 'node:assert/strict';
import { type SeenWrite, startApiProxy } from '../harness/api-proxy.ts';
import { assertError, assertExit, assertNextStep, EXIT } from '../harness/outcome.ts';
import { isThorough } from '../harness/thoroughness.ts';
import { openFencedEstate } from './fenced-estate.ts';
import { moveTo } from '../kill/moving.ts';

describe('a move whose renewals hang', () => {
  it('ends by itself, is waited for, and somebody else moves on', async function () {
    // It takes as long as a lease lasts.
    if (!isThorough()) this.skip();
    const estate = await openFencedEstate();
    await using site = estate.site;
    const over = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    await using proxy = await startApiProxy(site.api, {
      fault: (kind) => {
        if (kind === 'POST jobs') begun.resolve(undefined);
        const hangs = kind === 'PATCH leases' && proxy.kinds.includes('POST jobs');
        return hangs ? { kind: 'hold', until: over.promise } : undefined;
      },
    });
    const args = ['--server', proxy.url, '--canary', '--settle', '10m'];
    const first = moveTo(estate, 'first', { args });
    await begun.promise;
    assertExit(await moveTo(estate, 'second'), EXIT.done);
    const ended = await first;
    assertExit(ended, EXIT.failed);
    assertError(ended, ['could not be renewed']);
    assertNextStep(ended, 'status');
    const before = proxy.writes.length;
    over.resolve(undefined);
    await estate.untilHealthy();
    const late = proxy.writes.slice(before);
    assert.deepEqual(late.filter(isAccepted), []);
  });
});

function isAccepted({ status = 0 }: SeenWrite): boolean {
  return status >= 200 && status < 300;
}
