import assert from 'node:assert/strict';
import type { Digest } from '../../../src/domain/image/reference.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { Run, RunOutcome } from '../../../src/domain/run/run.ts';
import { switchedBefore } from '../../../src/workflow/switch/switched-before.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { aRun } from '../../support/builders/run.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { fakeRegistries } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { questionsTo } from '../../support/questions.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { READY } from '../rollout/controllers.ts';

const RUN = '20261121-091733-k3x9';
const OTHER = '20261120-091733-k3x9';

function switched(name: string, run: string, status: object = READY): KubernetesObject {
  const images = [
    {
      ...{ slot: 'container', name: 'app', from: `old.example/${name}:1`, to: `new.example/${name}:1` },
      digest: digestOf('proven'),
    },
  ];
  const annotations = changeLog([{ run, images }]);
  const spec = { selector: { matchLabels: { app: name } } };
  return deployment({ name, image: `new.example/${name}:1`, annotations, status, spec });
}

function podRunning(name: string, digest: Digest): KubernetesObject {
  const image = `new.example/${name}:1`;
  const imageIds = { app: `new.example/${name}@${digest}` };
  return pod({ name: `${name}-0`, image, labels: { app: name }, imageIds });
}

function run(...names: readonly string[]): Run {
  return aRun({
    id: RUN,
    workloads: names.map((name) => ({ name: `Deployment shop/${name}`, outcome: 'planned' as const })),
  });
}

function imagesOf(object: KubernetesObject): string[] {
  return imageFields(object).map(({ image }) => image);
}

async function ends(cluster: InMemoryCluster, of: Run, ...planned: readonly string[]): Promise<string[][]> {
  const request = {
    run: of,
    planned: new Set(planned),
    inventory: { scope: { namespaces: [], excludeNamespaces: [] }, customImages: [] },
    timeoutSeconds: 0,
    readImages: imageReader([]),
    questions: questionsTo(fakeRegistries({})),
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

  it('is put back where its pods run something else than what was proven', async () => {
    const other = digestOf('pushed over it');
    const web = switched('web', RUN);
    const cluster = new InMemoryCluster([web, podRunning('web', other)]);
    const [[name, outcome, message] = []] = await ends(cluster, run('web'));
    assert.deepEqual([name, outcome], ['web', 'rolled-back']);
    assert.match(message ?? '', new RegExp(`^pod web-0: container app runs ${other} `));
    assert.deepEqual(imagesOf(cluster.read(web)), ['old.example/web:1']);
  });

  it('stays where its pods run what was proven', async () => {
    const cluster = new InMemoryCluster([switched('web', RUN), podRunning('web', digestOf('proven'))]);
    const [[, outcome] = []] = await ends(cluster, run('web'));
    assert.equal(outcome, 'switched');
  });

  it('is what the journal has seen end, without a wait', async () => {
    const cluster = new InMemoryCluster(['a', 'b', 'c'].map((name) => switched(name, RUN)));
    const seen: readonly RunOutcome[] = ['switched', 'unhealthy', 'rolled-back'];
    const before = run('a', 'b', 'c');
    const workloads = before.workloads.map((one, index) => ({ ...one, outcome: seen[index] ?? 'planned' }));
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
