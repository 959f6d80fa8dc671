/** A path of kubectl's JSONPath notation, e.g. `.spec.containers[*].image`, as a value. */

export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  /** `*` or `[*]`: all values of an object or array. */
  | { readonly kind: 'wildcard' }
  /** `..`: the value itself and everything below it. */
  | { readonly kind: 'recursive' }
  /** `[1]`; counted from the end when negative. */
  | { readonly kind: 'index'; readonly index: number }
  /** `[start:end:step]`, each of them optional. */
  | { readonly kind: 'slice'; readonly slice: string }
  /** `['a','b']` or `[0,2]`. */
  | { readonly kind: 'union'; readonly alternatives: readonly PathStep[] }
  /** `[?(@.name=="web")]`: the elements of an array for which it holds. */
  | { readonly kind: 'filter'; readonly filter: PathFilter };

export type JsonPath = readonly PathStep[];

/** Compares the values of a path below an element; without a comparison, there only has to be one. */
export interface PathFilter {
  readonly path: JsonPath;
  readonly comparison?: {
    readonly operator: FilterOperator;
    readonly operand: string | number | boolean | null;
  };
}

export const FILTER_OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];
