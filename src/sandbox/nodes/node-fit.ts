/** Which nodes a pod may run on, and why not on the others (pkg/scheduler/framework/plugins). */
import type { V1Node, V1NodeSelectorTerm, V1Taint, V1Toleration } from '@kubernetes/client-node';
import type { Plain, Stored } from '../objects/stored.ts';
import type { Pod } from './pod.ts';

export type Node = Stored<Plain<V1Node>>;

/** Why the pod may not run there, in the scheduler's words; `undefined`: it may. */
export function misfit(pod: Pod, node: Node): string | undefined {
  const tolerations = pod.spec?.tolerations ?? [];
  const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec?.unschedulable === true && !tolerations.some((one) => tolerates(one, unschedulable))) {
    return 'node(s) were unschedulable';
  }
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  if (taints.some((taint) => !tolerations.some((one) => tolerates(one, taint)))) {
    return 'node(s) had untolerated taint(s)';
  }
  return isSelected(pod, node) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}

function tolerates({ key, operator, value, effect }: Plain<V1Toleration>, taint: Plain<V1Taint>): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key === undefined || key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || (value ?? '') === (taint.value ?? ''));
}

function isSelected({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return (
    selected && (required === undefined || required.nodeSelectorTerms.some((term) => matches(term, node)))
  );
}

/** A term without any requirement matches nothing. */
function matches(
  { matchExpressions = [], matchFields = [] }: Plain<V1NodeSelectorTerm>,
  node: Node,
): boolean {
  const labels = node.metadata.labels ?? {};
  const fields: Readonly<Record<string, string>> = { 'metadata.name': node.metadata.name };
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((one) => holds(one, labels[one.key])) &&
    matchFields.every((one) => holds(one, fields[one.key]))
  );
}

type Requirement = NonNullable<Plain<V1NodeSelectorTerm>['matchExpressions']>[number];

function holds({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}
