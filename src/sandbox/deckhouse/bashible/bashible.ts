/** The nodes of one NodeGroup apply what the Secret `configuration-checksums` wants of them, one after the other. */
import { NODES, SECRETS } from '../../objects/api-resources.ts';
import { decodedData } from '../decoded-data.ts';
import { CHECKSUMS } from '../estate/places.ts';
import { bashibleVersion } from '../module/bashible-config.ts';
import { leaderPod } from '../leader-pod.ts';
import { NODE_GROUPS } from '../resources.ts';
import type { Look, StandIn } from '../stand-in.ts';
import {
  type GroupNode,
  isApproved,
  isWaiting,
  GROUP_LABEL,
  type NodeGroupView,
  nodeStep,
} from './node-step.ts';

export function bashible(standIn: StandIn, group: string): Look {
  const { kube, wait } = standIn;
  return async () => {
    const view = await groupView(standIn, group);
    for (const node of view?.nodes ?? []) {
      const current = await groupView(standIn, group);
      const now = current?.nodes.find(({ name }) => name === node.name);
      if (current === undefined || now === undefined || (await isHeld(standIn, now))) continue;
      const step = nodeStep(now, current);
      if (step === undefined) continue;
      await wait(step.seconds);
      for (const annotations of step.changes) await kube.patch(NODES, now, { metadata: { annotations } });
    }
  };
}

/** Nobody approves while Deckhouse is down. */
async function isHeld({ kube, options: { faults = {} } }: StandIn, node: GroupNode): Promise<boolean> {
  if (isApproved(node)) return faults.stuckNodes?.includes(node.name) === true;
  if (!isWaiting(node)) return false;
  return faults.unapprovedNodes?.includes(node.name) === true || (await leaderPod(kube)) === undefined;
}

/** `undefined`: nothing is expected of the group yet. */
async function groupView({ kube }: StandIn, group: string): Promise<NodeGroupView | undefined> {
  const expected = decodedData((await kube.get(SECRETS, CHECKSUMS))?.data)[group];
  if (expected === undefined) return undefined;
  const registryVersion = await bashibleVersion(kube);
  const nodes = await kube.list(NODES, { labels: `${GROUP_LABEL}=${group}` });
  const nodeGroup = await kube.get(NODE_GROUPS, { name: group });
  return {
    expected,
    ...(registryVersion && { registryVersion }),
    maxConcurrent: nodeGroup?.spec?.update?.maxConcurrent ?? 1,
    nodes: nodes.map(({ metadata: { name, annotations = {} }, status }) => ({
      name,
      annotations,
      ready: (status?.conditions ?? []).some(
        ({ type, status: value }) => type === 'Ready' && value === 'True',
      ),
    })),
  };
}
