import assert from 'node:assert/strict';
import { rollbackArguments } from '../../src/cli/rollback-arguments.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { DEPLOYMENTS, PODS, STATEFUL_SETS } from '../../src/domain/kubernetes/resource.ts';

const RUN = '20261121-091733-k3x9';
const web = { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' };
const db = { resource: STATEFUL_SETS, namespace: 'shop', name: 'db' };
const pod = { resource: PODS, namespace: 'shop', name: 'web' };

describe('rollbackArguments', () => {
  const cases: readonly [given: string, run: string | undefined, selected: readonly object[]][] = [
    ['', undefined, [web, db, pod]],
    [RUN, RUN, [web, db, pod]],
    ['deployment/web', undefined, [web]],
    ['deployments.apps/web sts/db statefulset/db', undefined, [web, db]],
    [`${RUN} pod/web`, RUN, [pod]],
  ];
  for (const [given, run, selected] of cases) {
    it(`reads ${JSON.stringify(given)}`, () => {
      const read = rollbackArguments(given.split(' ').filter((argument) => argument !== ''));
      assert.equal(read.run, run);
      assert.deepEqual([web, db, pod].filter(read.selects), selected);
    });
  }

  it('refuses what is neither a run nor a workload', () => {
    assert.throws(
      () => rollbackArguments(['web']),
      (error) => error instanceof UsageError && error.message.includes('"web"'),
    );
  });
});
