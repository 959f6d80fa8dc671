import assert from 'node:assert/strict';
import { rollbackArguments } from '../../src/cli/rollback-arguments.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { DEPLOYMENTS, PODS, STATEFUL_SETS } from '../../src/domain/kubernetes/resource.ts';
import { isMeant } from '../../src/domain/workload-kinds/workload-name.ts';

const RUN = '20261121-091733-k3x9';
const web = { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' };
const db = { resource: STATEFUL_SETS, namespace: 'shop', name: 'db' };
const pod = { resource: PODS, namespace: 'shop', name: 'web' };

describe('rollbackArguments', () => {
  const cases: readonly [given: string, run: string | undefined, selected: readonly object[]][] = [
    ['', undefined, []],
    [RUN, RUN, []],
    ['deployment/web', undefined, [web]],
    ['deploy/web', undefined, [web]],
    ['shop/deployment/web', undefined, [web]],
    ['deployments.apps/web sts/db statefulset/db', undefined, [web, db]],
    ['deployments web', undefined, [web]],
    [`${RUN} sts other db`, RUN, [db]],
    [`${RUN} pod/web`, RUN, [pod]],
  ];
  for (const [given, run, selected] of cases) {
    it(`reads ${JSON.stringify(given)}`, () => {
      const read = rollbackArguments(given.split(' ').filter((argument) => argument !== ''));
      assert.equal(read.run, run);
      assert.deepEqual(
        [web, db, pod].filter((ref) => read.names.some((name) => isMeant(ref, name))),
        selected,
      );
    });
  }

  for (const given of ['web', '', `deployment/web ${RUN}`, `web ${RUN}`, 'deployment/web api']) {
    it(`refuses what names neither a run nor a workload: ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => rollbackArguments(given.split(' ')),
        (error) => error instanceof UsageError && error.message.includes('neither a run nor a workload'),
      );
    });
  }
});
