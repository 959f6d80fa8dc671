import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { FINISHED_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { type RollbackScope, rollbackScope } from '../../../src/workflow/rollback/rollback-scope.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { aRun } from '../../support/builders/run.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { NEW, record } from './rollback-run.ts';

const stateNamespace = 'registry-switch';
const { signal } = new AbortController();
const [RUN, OTHER] = ['20261121-091733-k3x9', '20261122-091733-k3x9'];
const web = switchedBy(RUN, 'web');

function switchedBy(run: string, name: string): KubernetesObject {
  return deployment({ name, image: NEW, annotations: changeLog([{ ...record, run }]) });
}

async function ask(objects: readonly KubernetesObject[], run?: string): Promise<RollbackScope> {
  return rollbackScope(
    { cluster: new InMemoryCluster(objects), signal },
    {
      ...{ stateNamespace, customImages: [], scope: { namespaces: [], excludeNamespaces: [] } },
      ...{ names: [], ...(run === undefined ? {} : { run }) },
    },
    async (_title, work) => work(recordedWork()),
  );
}

function namesOf({ recorded }: RollbackScope): string[] {
  return recorded.map(({ ref }) => ref.name);
}

describe('what there is to undo', () => {
  it('of a run is what its records are on, though its journal names nothing any more', async () => {
    const emptied = runObject(stateNamespace, aRun({ id: RUN, state: 'done', workloads: [] }));
    assert.deepEqual(namesOf(await ask([web, switchedBy(OTHER, 'cart'), emptied], RUN)), ['web']);
  });

  it('of a run is what its records are on, though its journal is gone', async () => {
    assert.deepEqual(namesOf(await ask([web, switchedBy(OTHER, 'cart')], RUN)), ['web']);
  });

  it('of a run that neither journals nor records know is an error', async () => {
    await assert.rejects(ask([web], OTHER), /run 20261122-091733-k3x9 not found/);
  });

  for (const run of [undefined, RUN]) {
    it(`is nothing that is finished; it is told with a way back (${run ?? 'everything'})`, async () => {
      const memory = {
        ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { [RUN]: '{"but":[]}' } },
        metadata: { namespace: stateNamespace, name: FINISHED_NAME },
      };
      const undo = await ask([web, memory], run);
      assert.deepEqual(namesOf(undo), []);
      const [warning = ''] = undo.warnings;
      assert.match(warning, /not rolled back.*Deployment shop\/web/);
      assert.match(warning, /`kubectl delete configmap -n registry-switch registry-switch-finished`/);
      assert.deepEqual(namesOf(await ask([web], run)), ['web']);
    });
  }

  it('is what a finish left out, though it ended the run elsewhere', async () => {
    const memory = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { [RUN]: '{"but":["zoo"]}' } },
      metadata: { namespace: stateNamespace, name: FINISHED_NAME },
    };
    const annotations = changeLog([{ ...record, run: RUN }]);
    const left = deployment({ namespace: 'zoo', name: 'ape', image: NEW, annotations });
    assert.deepEqual(namesOf(await ask([web, left, memory])), ['ape']);
  });
});
