import type { FilterOperator, PathFilter } from './path.ts';

type Comparable = string | number | boolean | null;

const COMPARE: Readonly<Record<FilterOperator, (left: Comparable, right: Comparable) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
};

/**
 * Whether a filter holds for an element, given what the filter's path leads to in it. An element that lacks the
 * compared field never passes, as in kubectl.
 */
export function holds({ comparison }: PathFilter, values: readonly unknown[]): boolean {
  if (comparison === undefined) return values.length > 0;
  const compare = COMPARE[comparison.operator];
  return values.some((value) => isComparable(value) && compare(value, comparison.operand));
}

function isComparable(value: unknown): value is Comparable {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Negative when left is less; NaN, for which every comparison fails, when the two have no order. */
function order(left: Comparable, right: Comparable): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return NaN;
  return left < right ? -1 : Number(left > right);
}
