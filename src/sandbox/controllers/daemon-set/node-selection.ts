/** Which nodes the pods of a DaemonSet are for (component-helpers `scheduling/corev1`). */
import type { V1NodeSelectorTerm, V1Taint, V1Toleration } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import type { Node, PodSpec } from '../kinds.ts';
import { hasAll } from '../label-selector.ts';

type Term = Plain<V1NodeSelectorTerm>;
type Taint = Plain<V1Taint>;
type Requirement = NonNullable<Term['matchExpressions']>[number];

/** By name, selector and required affinity. */
export function isSelected(spec: PodSpec | undefined, node: Node): boolean {
  const { name, labels = {} } = node.metadata;
  const named = (spec?.nodeName ?? name) === name;
  return named && hasAll(spec?.nodeSelector ?? {}, labels) && isRequired(spec?.affinity, node);
}

function isRequired(affinity: PodSpec['affinity'], node: Node): boolean {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required?.nodeSelectorTerms.some((term) => meetsTerm(term, node)) ?? true;
}

/** Whether all taints of the given effects are tolerated. */
export function toleratesAll(
  tolerations: readonly Plain<V1Toleration>[],
  { spec }: Node,
  effects: readonly string[],
): boolean {
  return (spec?.taints ?? [])
    .filter(({ effect }) => effects.includes(effect))
    .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

function tolerates(
  { key = '', operator, value = '', effect = '' }: Plain<V1Toleration>,
  taint: Taint,
): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

/** A term that asks for nothing matches no node. */
function meetsTerm({ matchExpressions = [], matchFields = [] }: Term, { metadata }: Node): boolean {
  const fields: Readonly<Record<string, string>> = { 'metadata.name': metadata.name };
  const labels = metadata.labels ?? {};
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((one) => meets(one, labels[one.key])) &&
    matchFields.every((one) => meets(one, fields[one.key]))
  );
}

function meets({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  const [limit] = values;
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
      return Number(value) > Number(limit);
    case 'Lt':
      return Number(value) < Number(limit);
    default:
      return false;
  }
}
