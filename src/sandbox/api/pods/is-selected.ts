import type { V1LabelSelector } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels match a selector (meta/v1 `LabelSelector`); without a selector nothing does. */
export function isSelected(selector: Plain<V1LabelSelector> | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => holds(operator, labels[key], values))
  );
}

function holds(operator: string, value: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
