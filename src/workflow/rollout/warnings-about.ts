/** The latest warnings that the cluster has about one object. */
import { ClusterError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { EVENTS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

const MOST = 5;

/** `Failed (4 times): ...`, oldest first; none for who may not see events. */
export async function warningsAbout(
  cluster: Cluster,
  { metadata }: KubernetesObject,
  signal: AbortSignal,
): Promise<string[]> {
  const { namespace = 'default', uid = '' } = metadata;
  const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
  const found: KubernetesObject[] = [];
  try {
    for await (const page of cluster.list(EVENTS, { namespace, fieldSelector }, signal)) found.push(...page);
  } catch (error) {
    if (signal.aborted || !(error instanceof ClusterError)) throw error;
  }
  const oldestFirst = found.toSorted((a, b) => (lastTime(a) < lastTime(b) ? -1 : 1));
  return oldestFirst.slice(-MOST).map(describeEvent);
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
