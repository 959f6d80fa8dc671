import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { isReadable, readRun, runObject } from '../../../src/workflow/journals/run-object.ts';
import { listConditions } from '../../../src/workflow/run/list-conditions.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const HOME = 'registry-switch';
const RUN = aRun({
  move: aMove({ namespace: ['shop'], rules: [{ from: 'a.example', to: 'b.example' }], 'max-depth': 3 }),
  begunWith: { 'registry-ca': ['a.pem'] },
  workloads: [{ name: 'Deployment shop/web', outcome: 'switched' }],
});

/** The journal with another text, or with fields that say something else. */
function journal(edit: string | Readonly<Record<string, unknown>>, workloads?: string): KubernetesObject {
  const object = runObject(HOME, RUN) as KubernetesObject & {
    readonly data: Readonly<Record<string, string>>;
  };
  const header = JSON.parse(object.data['run.json'] ?? '') as object;
  const text = typeof edit === 'string' ? edit : JSON.stringify({ ...header, ...edit });
  return {
    ...object,
    data: { 'run.json': text },
    ...(workloads === undefined ? {} : { binaryData: { 'workloads.gz': workloads } }),
  };
}

function reasonOf(object: KubernetesObject): string | undefined {
  const run = readRun(object);
  return isReadable(run) ? undefined : run.reason;
}

function packed(text: string): string {
  return gzipSync(text).toString('base64');
}

describe('the journal of a run', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readRun(runObject(HOME, RUN)), { ...RUN });
  });

  it('of a run whose message is endless is written as far as it can be read', () => {
    const run = readRun(runObject(HOME, { ...RUN, message: 'x'.repeat(100_000) }));
    assert.ok(isReadable(run));
    assert.equal(run.message.length, 4000);
  });

  const damaged: readonly [what: string, object: KubernetesObject, reason: RegExp][] = [
    ['is empty JSON', journal('{}'), /it has no version/],
    ['is not JSON', journal('{'), /not JSON/],
    ['has no text', { ...journal(''), data: {} }, /not JSON/],
    ['has no data at all', { ...journal(''), data: undefined, binaryData: null }, /not JSON/],
    ['was written by a newer version', journal({ apiVersion: 'registry-switch/v2' }), /newer version/],
    ['names another run', journal({ id: '20261121-091733-zzzz' }), /name of another run/],
    ['has no name of a run', journal({ id: '../../secrets/x' }), /id has the wrong form|id is longer/],
    ['has a command that there is not', journal({ command: 'rm' }), /command is not one of/],
    ['has a state that there is not', journal({ state: '\u001b[2J' }), /state is not one of/],
    ['has times that are none', journal({ startedAt: 'yesterday' }), /startedAt/],
    ['has a move of another type', journal({ move: 'all' }), /move is not an object/],
    [
      'has sources of another type',
      journal({ move: { ...RUN.move, from: { length: 1 } } }),
      /move.from is not a list/,
    ],
    ['has a target of another type', journal({ move: { ...RUN.move, to: ['a'] } }), /move.to is not text/],
    ['has a target with controls', journal({ move: { ...RUN.move, to: 'a\u001b[2J' } }), /move.to/],
    ['has a number out of bounds', journal({ move: { ...RUN.move, 'max-in-flight': 1e9 } }), /max-in-flight/],
    [
      'has rules of another type',
      journal({ move: { ...RUN.move, rules: [{ from: 1 }] } }),
      /rules\[0\]\.from/,
    ],
    ['remembers flags that are none', journal({ begunWith: { constructor_: ['x'] } }), /begunWith/],
    [
      'remembers a prototype',
      journal('{"apiVersion":"registry-switch/v1","kind":"Run","__proto__":{"id":"x"}}'),
      /id is not text/,
    ],
    ['has a hash that is none', journal({ signedOff: 'yes' }), /signedOff/],
    ['has no list of workloads', journal({}, ''), /cannot be decompressed/],
    [
      'has a list that is not packed',
      journal({}, Buffer.from('web').toString('base64')),
      /cannot be decompressed/,
    ],
    ['has a list that blows up', journal({}, packed('x'.repeat(64 * 1024 * 1024))), /cannot be decompressed/],
    [
      'has outcomes that there are not',
      journal({}, packed('done\tDeployment shop/web\n')),
      /outcome is not one of/,
    ],
    ['has workloads with controls', journal({}, packed('planned\t\u001b[2J\n')), /name/],
    ['has workloads without names', journal({}, packed('planned\n')), /name is not text/],
  ];
  for (const [what, object, reason] of damaged) {
    it(`that ${what} is told as unreadable, and never acted on`, async () => {
      assert.match(reasonOf(object) ?? 'read', reason);
      const cluster = new InMemoryCluster([object]);
      const { signal } = new AbortController();
      const list = await listConditions(cluster, { namespace: HOME, hasEnded: () => false }, signal);
      assert.deepEqual(list.runs, []);
      assert.deepEqual(
        list.unreadable.map(({ name }) => name),
        [object.metadata.name],
      );
    });
  }
});
