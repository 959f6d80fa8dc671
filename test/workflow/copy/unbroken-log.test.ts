import assert from 'node:assert/strict';
import { ClusterError, type ClusterFailure } from '../../../src/domain/errors.ts';
import { unbrokenLog } from '../../../src/workflow/copy/unbroken-log.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const POD = { namespace: 'shop', name: 'copy-0', container: 'app' };

/** How far each connection gets, and how it ends. */
type Connection = readonly [lines: number, end?: ClusterFailure];

const LINES = ['a', 'b', 'c'];

function clusterWith(connections: readonly Connection[]): InMemoryCluster {
  const left = [...connections];
  const cluster = new InMemoryCluster();
  cluster.logs = async function* () {
    await Promise.resolve();
    const [lines, end] = left.shift() ?? [0, 'unreachable'];
    yield* LINES.slice(0, lines);
    if (end !== undefined) throw new ClusterError(end, end);
  };
  return cluster;
}

async function read(connections: readonly Connection[]): Promise<string[]> {
  const told: string[] = [];
  try {
    const { signal } = new AbortController();
    for await (const line of unbrokenLog(clusterWith(connections), POD, signal)) told.push(line);
  } catch (error) {
    assert.ok(error instanceof ClusterError);
    told.push(error.failure);
  }
  return told;
}

describe('unbrokenLog', () => {
  const cases: readonly [string, readonly Connection[], readonly string[]][] = [
    ['reads a log to its end', [[3]], LINES],
    ['tells no line twice after a break', [[1, 'unreachable'], [2, 'unreachable'], [3]], LINES],
    ['goes on after a break before the first line', [[0, 'unreachable'], [3]], LINES],
    ['ends with what waiting does not heal', [[1, 'not-found'], [3]], ['a', 'not-found']],
  ];
  for (const [name, connections, told] of cases) {
    it(name, async () => {
      assert.deepEqual(await read(connections), told);
    });
  }

  it('gives up in the end', async () => {
    assert.deepEqual(await read([[1, 'unreachable']]), ['a', 'unreachable']);
  });
});
