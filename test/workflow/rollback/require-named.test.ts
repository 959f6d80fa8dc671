/** A name that stands for nothing never ends as a success of `rollback`. */
import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { parseWorkloadName } from '../../../src/domain/workload-kinds/workload-name.ts';
import { requireNamed } from '../../../src/workflow/rollback/require-named.ts';
import { rollbackScope } from '../../../src/workflow/rollback/rollback-scope.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { aRun } from '../../support/builders/run.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const HOME = 'registry-switch';
const { signal } = new AbortController();

const GONE = aRun({
  state: 'done',
  workloads: [{ name: 'Deployment shop/old', outcome: 'switched' }],
});

async function named(text: string, namespaces: readonly string[] = []): Promise<string[]> {
  const cluster = new InMemoryCluster([
    deployment({ name: 'web' }),
    deployment({ name: 'db', namespace: 'data' }),
    runObject(HOME, GONE),
  ]);
  const name = parseWorkloadName(text);
  assert.ok(name);
  const scope = { namespaces, excludeNamespaces: [] };
  const question = { stateNamespace: HOME, customImages: [], scope, names: [name] };
  const undo = await rollbackScope({ cluster, signal }, question, async (_, work) => work(recordedWork()));
  return requireNamed(cluster, question, undo, signal);
}

describe('what is named for a rollback', () => {
  for (const text of ['deploy/web', 'deployments.apps/web', 'shop/deployment/web']) {
    it(`is there: ${text}`, async () => {
      assert.deepEqual(await named(text), []);
    });
  }

  for (const [text, namespaces = []] of [
    ['deployment/wbe'],
    ['shop/web'],
    ['shpo/deployment/web'],
    ['sts/web'],
    ['deployment/wep', ['shop']],
  ] as const) {
    it(`is wrong usage when it is not there: ${text} in ${namespaces.join() || 'all namespaces'}`, async () => {
      await assert.rejects(
        named(text, namespaces),
        (error) =>
          error instanceof UsageError &&
          error.message.startsWith(`${text}: workload not found`) &&
          /^Did you mean .*\bshop\/deployment\.apps\/web\b/.test(error.nextStep ?? ''),
      );
    });
  }

  it('is not looked for where nobody wanted to look', async () => {
    await assert.rejects(named('deployment/web', ['data']), UsageError);
  });

  it('may be gone by now, when a run has switched it', async () => {
    assert.deepEqual(await named('deploy/old'), ['Deployment shop/old was deleted: nothing to roll back']);
    await assert.rejects(named('sts/old'), UsageError);
    await assert.rejects(named('deploy/old', ['data']), UsageError);
  });
});
