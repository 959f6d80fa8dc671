/** After a switch: waits until Deckhouse has rendered its workloads anew and the nodes have taken up the new registry. */
import { setTimeout as pause } from 'node:timers/promises';
import { countOf } from '../../../domain/count-of.ts';
import { readImageReference } from '../../../domain/image/parse-reference.ts';
import { imageFields } from '../../../domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { describeRef, refOf } from '../../../domain/kubernetes/object-ref.ts';
import {
  DAEMON_SETS,
  DEPLOYMENTS,
  NODES,
  type Resource,
  SECRETS,
  STATEFUL_SETS,
} from '../../../domain/kubernetes/resource.ts';
import { liesIn, type RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { Cluster, ListQuery } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { forbidden, ifForbidden } from '../../../workflow/cluster/forbidden.ts';
import { podTrouble } from '../../../workflow/rollout/pod-trouble.ts';
import { rolloutStatus } from '../../../domain/rollout/rollout-status.ts';
import { isItsNamespace } from '../is-deckhouses.ts';
import { type Checksums, checksumsIn, nodeStates } from './node-states.ts';

const CHECKSUMS = { namespace: 'd8-cloud-instance-manager', name: 'configuration-checksums' };
const NAMED = `Secret ${CHECKSUMS.namespace}/${CHECKSUMS.name}`;
const LOOK_MILLISECONDS = 1000;
/** The checksums change within this time after a switch, if the nodes have to do anything at all. */
const CHANGE_MILLISECONDS = 120_000;

/** Of the nodes' configuration, before anything changes; `undefined`: it may not be read. Throws ClusterError. */
export async function readChecksums(cluster: Cluster, signal: AbortSignal): Promise<Checksums | undefined> {
  try {
    return checksumsIn(await cluster.get(SECRETS, CHECKSUMS, signal));
  } catch (error) {
    if (!forbidden(error)) throw error;
    return undefined;
  }
}

export interface Following {
  /** Where Deckhouse came from. */
  readonly from: RegistryPrefix;
  /** Before the switch; absent: it was made earlier. */
  readonly checksums?: Checksums | undefined;
  readonly timeoutSeconds: number;
}

/** What has not followed when the time is over, in sentences; empty: everything has. Throws ClusterError. */
export async function followDeckhouse(
  cluster: Cluster,
  { from, checksums, timeoutSeconds }: Following,
  { signal, progress }: Work,
): Promise<string[]> {
  const begun = performance.now();
  for (;;) {
    const rendering = await behind(cluster, from, signal);
    const nodes = await nodesBehind(cluster, checksums, performance.now() - begun, signal);
    const left = [...rendering, ...nodes.behind];
    // Nobody waits for what may not be seen.
    if (left.length === 0) return nodes.unseen;
    if (performance.now() - begun > timeoutSeconds * 1000) return [...left, ...nodes.unseen];
    progress.update(
      `${countOf(rendering.length, 'workload')} of Deckhouse and ${countOf(nodes.behind.length, 'node')} to follow`,
    );
    await pause(LOOK_MILLISECONDS, undefined, { signal });
  }
}

/** Workloads that Deckhouse renders, and has not rendered from the new registry or that are not ready with it. */
async function behind(cluster: Cluster, from: RegistryPrefix, signal: AbortSignal): Promise<string[]> {
  const query = { labelSelector: 'heritage=deckhouse' };
  const left: string[] = [];
  for (const resource of [DEPLOYMENTS, DAEMON_SETS, STATEFUL_SETS]) {
    for (const object of await listed(cluster, resource, query, signal)) {
      if (!isItsNamespace(object.metadata.namespace)) continue;
      const name = describeRef(refOf(resource, object));
      if (comesFrom(object, from)) left.push(`${name} still names the old registry`);
      else if (rolloutStatus(object, object).state !== 'done') {
        const trouble = await podTrouble(cluster, object, signal);
        left.push(`${name} is not ready${trouble === undefined ? '' : `: ${trouble.text}`}`);
      }
    }
  }
  return left;
}

export function comesFrom(object: KubernetesObject, base: RegistryPrefix): boolean {
  return imageFields(object).some(({ image }) => {
    const read = readImageReference(image);
    return read.valid && liesIn(base, read.reference);
  });
}

interface NodesBehind {
  readonly behind: readonly string[];
  /** What could not be looked at. */
  readonly unseen: string[];
}

const ALL_FOLLOWED: NodesBehind = { behind: [], unseen: [] };

function unseen(what: string): NodesBehind {
  return { behind: [], unseen: [`the nodes were not looked at: no permission to ${what}`] };
}

/** As long as the checksums are those of before, nobody knows yet whether the nodes have anything to do. */
async function nodesBehind(
  cluster: Cluster,
  before: Checksums | undefined,
  elapsed: number,
  signal: AbortSignal,
): Promise<NodesBehind> {
  const expected = await readChecksums(cluster, signal);
  if (expected === undefined) return unseen(`get ${NAMED}`);
  if (expected.size === 0) return ALL_FOLLOWED;
  const isChanged =
    before === undefined || [...expected].some(([group, checksum]) => before.get(group) !== checksum);
  if (!isChanged && elapsed < CHANGE_MILLISECONDS)
    return { behind: ['the configuration of the nodes has not changed yet'], unseen: [] };
  const nodes = await listed(cluster, NODES, {}, signal).catch(ifForbidden(undefined));
  if (nodes === undefined) return unseen('list nodes');
  const behind = nodeStates(nodes, expected).flatMap(({ node, pending }) =>
    pending === undefined ? [] : [`node ${node} ${pending}`],
  );
  return { behind, unseen: [] };
}

/** All of a kind; for kinds of which there are few. */
async function listed(
  cluster: Cluster,
  resource: Resource,
  query: ListQuery,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for await (const page of cluster.list(resource, query, signal)) objects.push(...page);
  return objects;
}
