/** Which pods go first when there are too many (k8s `controller.ActivePodsWithRanks`). */
import type { Pod } from '../kinds.ts';
import { isActive, isReady, readySince } from '../pod-state.ts';

const PHASES = ['Pending', 'Unknown', 'Running'];

/** `related`: pods that do the same work, also of other ReplicaSets of the same Deployment; crowded nodes give first. */
export function inDeletionOrder(pods: readonly Pod[], related: readonly Pod[]): Pod[] {
  const crowds = new Map<string, number>();
  for (const pod of related.filter(isActive)) {
    const node = pod.spec?.nodeName ?? '';
    crowds.set(node, (crowds.get(node) ?? 0) + 1);
  }
  const rules: readonly ((pod: Pod) => number)[] = [
    (pod) => (pod.spec?.nodeName === undefined ? 0 : 1),
    (pod) => PHASES.indexOf(pod.status?.phase ?? 'Unknown'),
    (pod) => (isReady(pod) ? 1 : 0),
    (pod) => Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0),
    (pod) => -(crowds.get(pod.spec?.nodeName ?? '') ?? 0),
    (pod) => -Date.parse(readySince(pod) ?? pod.metadata.creationTimestamp),
    (pod) => -Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    (pod) => -Date.parse(pod.metadata.creationTimestamp),
  ];
  return pods.toSorted((a, b) => {
    for (const rule of rules) {
      const difference = rule(a) - rule(b);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
