/** The latest warning events about one object. */
import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { EVENTS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

const MOST = 5;

/** Milliseconds, 3 seconds in all. */
const LOOKS_AGAIN_AFTER = [100, 200, 400, 800, 1500];

/**
 * `Failed (4 times): ...`, oldest first; empty without permission to read events. A kubelet updates the pod status
 * first and sends the explaining event a moment later: `awaited` is the reason of an event to wait for.
 */
export async function warningsAbout(
  cluster: Cluster,
  object: KubernetesObject,
  signal: AbortSignal,
  awaited?: string,
): Promise<string[]> {
  let found = await eventsAbout(cluster, object, signal);
  for (const milliseconds of awaited === undefined ? [] : LOOKS_AGAIN_AFTER) {
    if (found === undefined || found.some(({ reason }) => reason === awaited)) break;
    await pause(milliseconds, undefined, { signal });
    found = await eventsAbout(cluster, object, signal);
  }
  const oldestFirst = (found ?? []).toSorted((a, b) => (lastTime(a) < lastTime(b) ? -1 : 1));
  return oldestFirst.slice(-MOST).map(describeEvent);
}

/** `undefined`: no permission to read them. */
async function eventsAbout(
  cluster: Cluster,
  { metadata }: KubernetesObject,
  signal: AbortSignal,
): Promise<KubernetesObject[] | undefined> {
  const { namespace = 'default', uid = '' } = metadata;
  const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
  const found: KubernetesObject[] = [];
  try {
    for await (const page of cluster.list(EVENTS, { namespace, fieldSelector }, signal)) found.push(...page);
  } catch (error) {
    if (signal.aborted || !(error instanceof ClusterError)) throw error;
    return undefined;
  }
  return found;
}

function lastTime(event: KubernetesObject): string {
  const times = [['lastTimestamp'], ['series', 'lastObservedTime'], ['eventTime']];
  const [time] = times.map((path) => valueAt(event, path)).filter((value) => typeof value === 'string');
  return time ?? event.metadata.creationTimestamp ?? '';
}

function describeEvent(event: KubernetesObject): string {
  const count = Number(valueAt(event, ['series', 'count']) ?? event.count ?? 1);
  const times = count > 1 ? ` (${count} times)` : '';
  return `${String(event.reason)}${times}: ${String(event.message)}`;
}
