import assert from 'node:assert/strict';
import { InterruptedError } from '../../../src/domain/errors.ts';
import { mapConcurrently } from '../../../src/workflow/cluster/map-concurrently.ts';

describe('a few at once', () => {
  it('gives all results in order', async () => {
    const { signal } = new AbortController();
    const run = async (item: number): Promise<number> => Promise.resolve(item * 2);
    assert.deepEqual(await mapConcurrently([1, 2, 3], run, { concurrency: 2, signal }), [2, 4, 6]);
  });

  it('lets what is under way end after an abort, begins nothing more, and throws the reason', async () => {
    const abort = new AbortController();
    const answer = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const ended: number[] = [];
    const run = async (item: number): Promise<void> => {
      if (item === 2) begun.resolve(undefined);
      await answer.promise;
      ended.push(item);
    };
    const running = mapConcurrently([1, 2, 3], run, { concurrency: 2, signal: abort.signal });
    const reason = new InterruptedError('interrupted');
    await begun.promise;
    abort.abort(reason);
    answer.resolve(undefined);
    await assert.rejects(running, reason);
    assert.deepEqual(ended, [1, 2]);
  });

  it('lets what is under way end after a failure, begins nothing more, and throws the failure', async () => {
    const { signal } = new AbortController();
    const ended: number[] = [];
    const run = async (item: number): Promise<void> => {
      await new Promise(setImmediate);
      if (item === 1) throw new Error('boom');
      ended.push(item);
    };
    const running = mapConcurrently([1, 2, 3], run, { concurrency: 2, signal });
    await assert.rejects(running, /boom/);
    assert.deepEqual(ended, [2]);
  });
});
