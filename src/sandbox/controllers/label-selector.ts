/** Label selectors (apimachinery, meta/v1 `LabelSelector`). */
import type { Selector } from './kinds.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = NonNullable<Selector['matchExpressions']>[number];

/** Without a selector nothing matches, with an empty one everything. */
export function selects(selector: Selector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return hasAll(matchLabels, labels) && matchExpressions.every((requirement) => meets(requirement, labels));
}

/** Whether `labels` has every one of `wanted`. */
export function hasAll(wanted: Labels, labels: Labels = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function meets({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
