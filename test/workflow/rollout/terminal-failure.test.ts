import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { NODES } from '../../../src/domain/kubernetes/resource.ts';
import { terminalFailure, type TerminalFailure } from '../../../src/workflow/rollout/terminal-failure.ts';
import { anObject } from '../../support/builders/object.ts';
import { pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { daemonSet, deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const agent = daemonSet({ name: 'agent' });
const stuck = { labels: { app: 'web' }, waiting: { app: 'ImagePullBackOff' } };

function node(name: string, ready: 'True' | 'False' | 'Unknown'): KubernetesObject {
  return anObject(NODES, { name, status: { conditions: [{ type: 'Ready', status: ready }] } }, {});
}

/** A pod of the DaemonSet on a node. */
function on(nodeName: string, shape: RunningPodShape = {}): KubernetesObject {
  const made = pod({ name: `agent-${nodeName}`, owner: agent, ...shape });
  return { ...made, spec: { ...(made.spec as object), nodeName } };
}

/** The end, and the number of the look that told it; the messages are those of the status at each look. */
async function end(
  cluster: InMemoryCluster,
  object: KubernetesObject,
  messages: readonly string[],
): Promise<(TerminalFailure & { readonly look: number }) | undefined> {
  const look = terminalFailure(cluster, new AbortController().signal);
  for (const [index, message] of messages.entries()) {
    const found = await look(object, { state: 'progressing', message });
    if (found !== undefined) return { ...found, look: index + 1 };
  }
  return undefined;
}

const SAME = Array<string>(10).fill('1 of 2 pods updated');

describe('terminalFailure', () => {
  it('is an image that could not be pulled at six looks on end', async () => {
    const web = deployment();
    const found = await end(new InMemoryCluster([web, pod(stuck)]), web, SAME);
    assert.deepEqual([found?.state, found?.look], ['failed', 6]);
  });

  it('is a DaemonSet in which nothing moves, with a node that is not ready', async () => {
    const notReady = { waiting: { app: 'ContainerCreating' } };
    const pods = [on('a'), on('b', notReady), on('c', notReady)];
    const nodes = [node('a', 'True'), node('b', 'Unknown'), node('c', 'True')];
    assert.deepEqual(await end(new InMemoryCluster([agent, ...nodes, ...pods]), agent, SAME), {
      ...{ state: 'held-up', look: 6 },
      message: '1 of 2 pods updated: not ready: node b',
    });
  });

  it('counts a pod that is to end on such a node, as nobody ends it', async () => {
    const ending = on('b');
    const metadata = { ...ending.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    const cluster = new InMemoryCluster([agent, node('b', 'False'), { ...ending, metadata }]);
    assert.equal((await end(cluster, agent, SAME))?.state, 'held-up');
  });

  const hopeful: readonly [string, readonly KubernetesObject[], readonly string[]][] = [
    ['something moves', [node('b', 'False'), on('b', stuck)], SAME.map((text, look) => `${text} ${look}`)],
    ['its pods there are ready', [node('b', 'False'), on('b')], SAME],
    ['all nodes are ready', [node('b', 'True'), on('b', { waiting: { app: 'ContainerCreating' } })], SAME],
  ];
  for (const [name, objects, messages] of hopeful) {
    it(`is none while ${name}`, async () => {
      const ready = objects.map((object) => withoutPullFailure(object));
      assert.equal(await end(new InMemoryCluster([agent, ...ready]), agent, messages), undefined);
    });
  }

  it('asks nobody for nodes who may not see them', async () => {
    const cluster = new InMemoryCluster([agent, node('b', 'False'), on('b', { waiting: { app: 'Odd' } })]);
    cluster.refuse('list', NODES, 'forbidden');
    assert.equal(await end(cluster, agent, SAME), undefined);
  });
});

/** Waits for something that says nothing about its image. */
function withoutPullFailure(object: KubernetesObject): KubernetesObject {
  const text = JSON.stringify(object).replaceAll('ImagePullBackOff', 'Odd');
  return JSON.parse(text) as KubernetesObject;
}
