/** A node that is not ready stands in the way of a DaemonSet, and is not ours to mend. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { buildable, placeOf } from '../builders/buildable.ts';
import { daemonSet } from '../builders/daemon-set.ts';
import { appLabel, podSpec } from '../builders/pod-spec.ts';
import { NODES } from '../harness/closed-node.ts';
import { DAEMON_SETS } from '../harness/kinds.ts';
import { objectPath } from '../harness/kube-api.ts';
import { EXIT } from '../harness/outcome.ts';
import { runningImages } from '../harness/running-images.ts';
import type { Site } from '../harness/site.ts';
import { migrateOne, openScene } from './scene.ts';

describe('a DaemonSet with a pod on a node that is not ready', () => {
  it('follows on the others; the node is named, and nothing is put back', async () => {
    await using scene = await openScene('ghost');
    const { site, app, place } = scene;
    await addGhost(site);
    // As agents of nodes do; others are not even wished for on a node that is not ready.
    const spec = { ...podSpec(place), tolerations: [{ operator: 'Exists' }] };
    const agent = daemonSet({
      ...{ ...place, name: 'agent' },
      spec: {
        updateStrategy: { rollingUpdate: { maxUnavailable: 2 } },
        template: { metadata: { labels: appLabel('agent') }, spec },
      },
    });
    await site.apply(agent);
    const nodes = site.cluster.nodes.length;
    await until('the daemon on the nodes that are there', 90, async () => {
      const { status } = (await site.api.get(DAEMON_SETS, placeOf(agent))) ?? {};
      return status?.numberReady === nodes && status.desiredNumberScheduled > nodes ? true : undefined;
    });
    const { outcome, message } = await migrateOne(scene, 'agent', ['--timeout', '10m'], EXIT.partly);
    assert.equal(outcome, 'unhealthy', message);
    assert.match(message, new RegExp(`not ready: node ${site.prefix}-ghost`));
    const running = await runningImages(site.api, place.namespace, 'agent');
    const ready = running.filter((one) => one.ready);
    assert.deepEqual([...new Set(ready.map(({ image }) => image))], [app.atTarget]);
    assert.equal(ready.length, nodes);
  });
});

/** A Node that no kubelet stands behind; goes with the site. */
async function addGhost(site: Site): Promise<void> {
  const name = `${site.prefix}-ghost`;
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': name,
  };
  const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
  const ghost = buildable(NODES, { metadata: { name, labels }, spec: { taints } });
  await site.define(ghost);
  const capacity = { cpu: '4', memory: '8Gi', pods: '50' };
  const conditions = [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }];
  const nodeInfo = { architecture: 'amd64', operatingSystem: 'linux' };
  await site.api.request(`${objectPath(NODES, { name })}/status`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ status: { capacity, allocatable: capacity, conditions, nodeInfo } }),
  });
}
