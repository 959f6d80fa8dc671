import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { ClusterError } from '../../../../src/domain/errors.ts';
import type { JsonPatch } from '../../../../src/domain/kubernetes/json-patch.ts';
import { PODS } from '../../../../src/domain/kubernetes/resource.ts';
import { httpCluster, type TestCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { listReply, VERSION_REPLY } from '../support/replies.ts';

const UNGUARDED: JsonPatch = [{ op: 'add', path: '/spec/list/-', value: 'new' }];
const PATIENCE = { told: 100, lost: 300 };

/** A server that leaves so many requests without an answer, and what was heard of that. */
async function silentServer(silences: number): Promise<TestCluster & { readonly heard: readonly string[] }> {
  const heard: string[] = [];
  const watch = {
    lost: () => heard.push('lost'),
    silent: (seconds: number) => heard.push(`silent for ${seconds}s`),
    back: () => heard.push('back'),
  };
  let asked = 0;
  const answer = () => {
    asked += 1;
    return asked > silences ? VERSION_REPLY : undefined;
  };
  const made = await httpCluster(answer, { surroundings: { watch, patience: PATIENCE } });
  return { ...made, heard };
}

describe('a server that does not answer', () => {
  it('is told of soon, asked again when it surely will not any more, and told of again when it does', async () => {
    const { cluster, heard, server } = await silentServer(2);
    assert.equal(await cluster.version(), 'v1.36.3');
    assert.equal(server.requests.length, 3);
    assert.deepEqual(heard, ['silent for 0.1s', 'back']);
  });

  it('is told of once, however many requests wait', async () => {
    const { cluster, heard } = await silentServer(3);
    await Promise.all([cluster.version(), cluster.version(), cluster.version()]);
    assert.deepEqual(heard, ['silent for 0.1s', 'back']);
  });

  it('is not sent again what may have been done', async () => {
    const { cluster, server } = await silentServer(1);
    const failure = await failureOf(
      cluster.patch(PODS, { namespace: 'shop', name: 'web' }, UNGUARDED),
      ClusterError,
    );
    assert.equal(failure.failure, 'unreachable');
    assert.match(failure.message, /no answer within 0.3s/);
    assert.equal(server.requests.length, 1);
  });

  it('may be silent in a watch', async () => {
    const abort = new AbortController();
    const heard: string[] = [];
    const hear = (): void => void heard.push('something');
    const { cluster } = await httpCluster(
      ({ query }) => (query.watch === 'true' ? undefined : listReply([])),
      { surroundings: { watch: { lost: hear, silent: hear, back: hear }, patience: PATIENCE } },
    );
    const ended = failureOf(Array.fromAsync(cluster.watch(PODS, {}, abort.signal)), RangeError);
    await setTimeout(2 * PATIENCE.lost);
    abort.abort(new RangeError('enough'));
    await ended;
    assert.deepEqual(heard, []);
  });
});
