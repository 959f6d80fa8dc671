/** Label selectors as they stand in objects (apimachinery, meta/v1 `LabelSelector`). */
import type { V1LabelSelector } from '@kubernetes/client-node';
import type { Plain } from '../stored.ts';
import type { Labels } from './label-selector.ts';
import { meets } from './requirement.ts';

/** Without a selector nothing matches, with an empty one everything. */
export function selects(selector: Plain<V1LabelSelector> | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return hasAll(matchLabels, labels) && matchExpressions.every((one) => meets(one, labels[one.key]));
}

/** Whether `labels` has every one of `wanted`. */
export function hasAll(wanted: Labels, labels: Labels = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
