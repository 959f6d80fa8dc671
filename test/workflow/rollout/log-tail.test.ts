import assert from 'node:assert/strict';
import { logTail } from '../../../src/workflow/rollout/log-tail.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const log = { pod: { namespace: 'shop', name: 'web-1' }, container: 'app' };
const { signal } = new AbortController();

describe('logTail', () => {
  for (const previous of [true, false]) {
    it(`asks for the ${previous ? 'present' : 'previous'} run where the node has removed the other`, async () => {
      const cluster = new InMemoryCluster([]);
      cluster.logs = async function* (_, query) {
        await Promise.resolve();
        const isRemoved = (query?.previous ?? false) === previous;
        yield isRemoved ? 'unable to retrieve container logs for containerd://31abb' : 'out of luck';
      };
      assert.deepEqual(await logTail(cluster, { ...log, previous }, signal), ['out of luck']);
    });
  }

  it('gives none where both are removed', async () => {
    const cluster = new InMemoryCluster([]);
    cluster.logLines.set('web-1', ['unable to retrieve container logs for containerd://31abb']);
    assert.deepEqual(await logTail(cluster, { ...log, previous: false }, signal), []);
    assert.equal(cluster.logQueries.length, 2);
  });
});
