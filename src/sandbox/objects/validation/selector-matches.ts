import type { V1LabelSelector } from '@kubernetes/client-node';
import type { Labels } from '../selectors/label-selector.ts';
import type { Plain } from '../stored.ts';

type LabelSelector = Plain<V1LabelSelector>;

export function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/** Whether labels are those that a selector in an object asks for. */
export function selectorMatches(selector: LabelSelector, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const hasAll = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return hasAll && matchExpressions.every((expression) => expressionHolds(expression, labels));
}

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

function expressionHolds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key];
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
