/** Which nodes a pod may run on (component-helpers `scheduling/corev1`). */
import type { V1Node, V1NodeSelectorTerm, V1Taint, V1Toleration } from '@kubernetes/client-node';
import { hasAll } from '../selectors/selects.ts';
import { meets } from '../selectors/requirement.ts';
import type { PodSpec } from '../pod.ts';
import type { Plain, Stored } from '../stored.ts';

type Node = Stored<Plain<V1Node>>;

/** By selector and required affinity. */
export function isSelected(spec: PodSpec | undefined, node: Node): boolean {
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return (
    hasAll(spec?.nodeSelector ?? {}, node.metadata.labels) &&
    (required?.nodeSelectorTerms.some((term) => meetsTerm(term, node)) ?? true)
  );
}

/** Whether one of the tolerations covers a taint. */
export function isTolerated(
  tolerations: readonly Plain<V1Toleration>[],
  taint: Pick<Plain<V1Taint>, 'key' | 'value' | 'effect'>,
): boolean {
  return tolerations.some(({ key = '', operator, value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint.effect) return false;
    if (key === '') return operator === 'Exists';
    return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
  });
}

/** A term that asks for nothing matches no node. */
function meetsTerm(
  { matchExpressions = [], matchFields = [] }: Plain<V1NodeSelectorTerm>,
  { metadata }: Node,
): boolean {
  const fields: Readonly<Record<string, string>> = { 'metadata.name': metadata.name };
  const labels = metadata.labels ?? {};
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((one) => meets(one, labels[one.key])) &&
    matchFields.every((one) => meets(one, fields[one.key]))
  );
}
