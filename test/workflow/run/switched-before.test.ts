import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import { switchedBefore } from '../../../src/workflow/run/switched-before.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { aRun } from '../../support/builders/run.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { READY } from '../rollout/controllers.ts';

const RUN = '20261121-091733-k3x9';
const OTHER = '20261120-091733-k3x9';

function switched(name: string, run: string, status: object = READY): KubernetesObject {
  const images = [
    { slot: 'container', name: 'app', from: `old.example/${name}:1`, to: `new.example/${name}:1` },
  ];
  const annotations = changeLog([{ run, images }]);
  return deployment({ name, image: `new.example/${name}:1`, annotations, status });
}

function run(...names: readonly string[]): Run {
  return aRun({
    id: RUN,
    workloads: names.map((name) => ({ name: `Deployment shop/${name}`, outcome: 'planned' })),
  });
}

async function ends(cluster: InMemoryCluster, of: Run, ...planned: readonly string[]): Promise<string[][]> {
  const request = {
    run: of,
    planned: new Set(planned),
    inventory: { scope: { namespaces: [], excludeNamespaces: [] }, customImages: [] },
    timeoutSeconds: 0,
    maxInFlight: 2,
  };
  const before = await switchedBefore(cluster, request, recordedWork());
  return before.map(({ workload, outcome, message }) => [workload.name, outcome, message]);
}

describe('what a run had switched before it was resumed', () => {
  it('is waited for, where its patch was made and its end not seen', async () => {
    const cluster = new InMemoryCluster([switched('web', RUN)]);
    const message = 'switched before the interruption; 1 of 1 pods available';
    assert.deepEqual(await ends(cluster, run('web')), [['web', 'switched', message]]);
  });

  it('is unhealthy where its pods do not become ready', async () => {
    const cluster = new InMemoryCluster([switched('web', RUN, { ...READY, availableReplicas: 0 })]);
    const [[name, outcome, message] = []] = await ends(cluster, run('web'));
    assert.deepEqual([name, outcome], ['web', 'unhealthy']);
    assert.match(message ?? '', /switched before the interruption; not ready after 0s/);
  });

  it('is what the journal has seen end, without a wait', async () => {
    const cluster = new InMemoryCluster(['a', 'b', 'c'].map((name) => switched(name, RUN)));
    const seen = ['switched', 'unhealthy', 'rolled-back'];
    const before = run('a', 'b', 'c');
    const workloads = before.workloads.map((one, index) => ({ ...one, outcome: seen[index] ?? '' }));
    assert.deepEqual(await ends(cluster, { ...before, workloads }), [
      ['a', 'switched', 'switched before the interruption'],
      ['b', 'unhealthy', 'switched before the interruption'],
    ]);
  });

  it('is not what another run has changed, nor what is planned again', async () => {
    const cluster = new InMemoryCluster(['a', 'b'].map((name) => switched(name, name === 'a' ? OTHER : RUN)));
    assert.deepEqual(await ends(cluster, run('a', 'b'), 'Deployment shop/b'), []);
  });
});
