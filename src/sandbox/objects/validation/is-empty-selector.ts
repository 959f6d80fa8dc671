import type { V1LabelSelector } from '@kubernetes/client-node';
import type { Plain } from '../stored.ts';

export function isEmptySelector({
  matchLabels = {},
  matchExpressions = [],
}: Plain<V1LabelSelector>): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
