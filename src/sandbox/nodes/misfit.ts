/** Why a pod may not run on a node, in the scheduler's words (pkg/scheduler/framework/plugins). */
import type { V1Node } from '@kubernetes/client-node';
import { isSelected, isTolerated } from '../objects/scheduling/node-fit.ts';
import type { Plain, Stored } from '../objects/stored.ts';
import type { Pod } from '../objects/pod.ts';

export type Node = Stored<Plain<V1Node>>;

/** `undefined`: it may. */
export function misfit({ spec }: Pod, node: Node): string | undefined {
  const tolerations = spec?.tolerations ?? [];
  const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec?.unschedulable === true && !isTolerated(tolerations, unschedulable)) {
    return 'node(s) were unschedulable';
  }
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  if (taints.some((taint) => !isTolerated(tolerations, taint))) return 'node(s) had untolerated taint(s)';
  return isSelected(spec, node) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}
