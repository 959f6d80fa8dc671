import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import { EVENTS } from '../../../src/domain/kubernetes/resource.ts';
import { collectEvidence } from '../../../src/workflow/rollout/evidence.ts';
import { anObject } from '../../support/builders/object.ts';
import { pod } from '../../support/builders/pod.ts';
import { resourceOf } from '../../support/builders/resources.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const NEW = 'new.example/a:1';
const web = deployment({ image: NEW });

/** A pod of the new template whose one container is in this state. */
function podIn(name: string, status: object, image = NEW): KubernetesObject {
  const made = pod({ name, image, labels: { app: 'web' } });
  const container = { name: 'app', ready: false, restartCount: 0, ...status };
  return { ...made, status: { phase: 'Running', containerStatuses: [container] } };
}

function warning(about: KubernetesObject, reason: string, more: object = {}): KubernetesObject {
  const involvedObject = { uid: about.metadata.uid };
  const fields = { involvedObject, type: 'Warning', reason, message: `so says ${reason}`, ...more };
  return anObject(EVENTS, { name: `${about.metadata.name}-${reason}` }, fields);
}

const unpullable = podIn('p-1', {
  state: { waiting: { reason: 'ErrImagePull', message: 'layer not found' } },
});
const crashed = podIn('p-2', {
  restartCount: 2,
  state: { running: {} },
  lastState: { terminated: { exitCode: 3, reason: 'Error' } },
});

const failed = warning(unpullable, 'Failed');

async function evidence(cluster: InMemoryCluster, object = web): Promise<string[]> {
  return collectEvidence(cluster, refOf(resourceOf(object), object), new AbortController().signal);
}

describe('collectEvidence', () => {
  it('tells why a container waits, and the warnings about its pod, oldest first', async () => {
    const cluster = new InMemoryCluster([
      web,
      unpullable,
      warning(unpullable, 'BackOff', { lastTimestamp: '2026-01-01T00:00:09Z' }),
      warning(unpullable, 'Failed', { count: 4, lastTimestamp: '2026-01-01T00:00:05Z' }),
      warning(podIn('other', {}), 'Elsewhere'),
    ]);
    assert.deepEqual(await evidence(cluster), [
      'pod p-1: container app is waiting: ErrImagePull: layer not found',
      'pod p-1: Failed (4 times): so says Failed',
      'pod p-1: BackOff: so says BackOff',
    ]);
  });

  it('waits a moment for the warning that tells why an image was not pulled', async () => {
    const cluster = new InMemoryCluster([web, unpullable, warning(unpullable, 'FailedScheduling')]);
    const collected = evidence(cluster);
    setTimeout(() => cluster.put(failed), 20);
    assert.ok((await collected).includes('pod p-1: Failed: so says Failed'));
  });

  it('waits no longer for a warning that does not come', async () => {
    assert.deepEqual(await evidence(new InMemoryCluster([web, unpullable])), [
      'pod p-1: container app is waiting: ErrImagePull: layer not found',
    ]);
  });

  it('keeps the last five warnings', async () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      warning(crashed, `W${index}`, { lastTimestamp: `2026-01-01T00:00:0${index}Z` }),
    );
    const lines = await evidence(new InMemoryCluster([web, crashed, ...many]));
    assert.deepEqual(
      lines.slice(2).map((line) => line.replace(/^pod p-2: (W\d).*$/, '$1')),
      ['W2', 'W3', 'W4', 'W5', 'W6'],
    );
  });

  it('shows the end of the log of the run that ended, not of the one that runs now', async () => {
    const cluster = new InMemoryCluster([web, crashed]);
    cluster.logLines.set('p-2', ['\u001B[31mout of luck\u001B[0m', '']);
    assert.deepEqual(await evidence(cluster), [
      'pod p-2: container app terminated with exit code 3 (Error)',
      'pod p-2: container app was restarted 2 times',
      'log of pod p-2, container app:  [31mout of luck [0m',
      'log of pod p-2, container app:',
    ]);
    assert.deepEqual(cluster.logQueries, [{ container: 'app', tailLines: 10, previous: true }]);
  });

  it('tells that no pods can be created', async () => {
    const message = 'exceeded quota: small';
    const conditions = [{ type: 'ReplicaFailure', status: 'True', message }];
    const stuck = deployment({ image: NEW, status: { conditions } });
    const cluster = new InMemoryCluster([stuck, warning(stuck, 'Odd')]);
    assert.deepEqual(await evidence(cluster, stuck), [
      `Deployment shop/web: ${message}`,
      'Deployment shop/web: Odd: so says Odd',
    ]);
  });

  it('tells that no node takes a pod', async () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', message: '0/2 nodes are available' }];
    const waiting = { ...podIn('p-3', {}), status: { phase: 'Pending', conditions } };
    assert.deepEqual(await evidence(new InMemoryCluster([web, waiting])), [
      'pod p-3: not scheduled: 0/2 nodes are available',
    ]);
  });

  it('looks at two pods, those that say why first, and counts the others', async () => {
    const silent = ['p-0', 'p-3'].map((name) => podIn(name, { state: { running: {} } }));
    const lines = await evidence(new InMemoryCluster([web, ...silent, crashed, unpullable, failed]));
    assert.ok(lines.some((line) => line.startsWith('pod p-1:')));
    assert.ok(lines.some((line) => line.startsWith('pod p-2:')));
    assert.equal(lines.at(-1), 'and 2 more pods not ready');
  });

  const nothing: readonly [string, readonly KubernetesObject[]][] = [
    [
      'of old pods',
      [web, podIn('p-1', { state: { waiting: { reason: 'ErrImagePull' } } }, 'old.example/a:1')],
    ],
    ['of pods that are well', [web, podIn('p-1', { ready: true, state: { running: {} } })]],
    ['of a workload that is gone', []],
  ];
  for (const [name, objects] of nothing) {
    it(`tells nothing ${name}`, async () => {
      assert.deepEqual(await evidence(new InMemoryCluster(objects)), []);
    });
  }

  it('goes without what nobody may see', async () => {
    const cluster = new InMemoryCluster([web, unpullable, failed]);
    cluster.refuse('list', EVENTS, 'forbidden');
    assert.deepEqual(await evidence(cluster), [
      'pod p-1: container app is waiting: ErrImagePull: layer not found',
    ]);
  });

  it('cuts endless lines', async () => {
    const message = 'x'.repeat(5000);
    const pods = podIn('p-1', { state: { waiting: { reason: 'Odd', message } } });
    const [line = ''] = await evidence(new InMemoryCluster([web, pods]));
    assert.ok(line.length < 600 && line.endsWith('x...'));
  });
});
