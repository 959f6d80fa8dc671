import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { memoize, memoizeSuccess } from '../../src/domain/memoize.ts';

describe('remembering', () => {
  it('asks once for questions of one key, also while the first is not answered', async () => {
    const asked: string[] = [];
    const ask = memoize(
      (host: string, name: string) => `${host}/${name}`,
      async (host, name) => {
        asked.push(name);
        return Promise.resolve(`${host} has ${name}`);
      },
    );
    assert.deepEqual(await Promise.all([ask('a', 'x'), ask('a', 'x'), ask('a', 'y')]), [
      'a has x',
      'a has x',
      'a has y',
    ]);
    assert.deepEqual(asked, ['x', 'y']);
  });

  it('remembers also that there is no answer', () => {
    const asked: string[] = [];
    const ask = memoize(String, (name: string): string | undefined => {
      asked.push(name);
      return undefined;
    });
    assert.deepEqual([ask('x'), ask('x'), asked], [undefined, undefined, ['x']]);
  });

  it('asks again for what failed, and for what is old', async () => {
    const answers = ['fails', 'first', 'second'];
    const ask = memoizeSuccess(
      (name) => name,
      async (name: string) => {
        const answer = answers.shift();
        return answer === 'fails' ? Promise.reject(new Error(name)) : Promise.resolve(answer);
      },
    );
    await assert.rejects(ask('x'), { message: 'x' });
    assert.deepEqual(await Promise.all([ask('x'), ask('x')]), ['first', 'first']);
    assert.equal(await ask('x'), 'first');

    let asked = 0;
    const askAnew = memoizeSuccess(String, async () => Promise.resolve((asked += 1)), 0);
    assert.deepEqual([await askAnew(), await askAnew()], [1, 2]);
  });

  it('keeps a newer answer when an older call fails late', async () => {
    const calls: PromiseWithResolvers<string>[] = [];
    const ask = memoizeSuccess(
      String,
      async () => {
        const call = Promise.withResolvers<string>();
        calls.push(call);
        return call.promise;
      },
      200,
    );
    const older = ask();
    await pause(210);
    const newer = ask();
    calls[1]?.resolve('answer');
    assert.equal(await newer, 'answer');
    calls[0]?.reject(new Error('late'));
    await assert.rejects(older, { message: 'late' });
    void ask();
    assert.equal(calls.length, 2);
  });
});
