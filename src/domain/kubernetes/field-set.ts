/**
 * Sets of fields, as `metadata.managedFields` keep them (FieldsV1): `f:name` for fields, `k:{...}` for items of lists by
 * their keys, `v:...` for items by value; see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export interface FieldSet {
  /** Whether the field itself is in the set, not only fields below. */
  readonly self: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

/** FieldsV1 as JSON. */
export interface FieldTree {
  readonly [element: string]: FieldTree;
}

export const NONE: FieldSet = { self: false, children: new Map() };
export const LEAF: FieldSet = { self: true, children: new Map() };

export function isEmpty({ self, children }: FieldSet): boolean {
  return !self && children.size === 0;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children);
  for (const [element, child] of b.children)
    children.set(element, union(children.get(element) ?? NONE, child));
  return { self: a.self || b.self, children };
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combined(a, b, (inA, inB) => inA && !inB);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combined(a, b, (inA, inB) => inA && inB);
}

function combined(a: FieldSet, b: FieldSet, holds: (inA: boolean, inB: boolean) => boolean): FieldSet {
  const children = [...a.children].map(([element, child]): [string, FieldSet] => [
    element,
    combined(child, b.children.get(element) ?? NONE, holds),
  ]);
  return { self: holds(a.self, b.self), children: new Map(children.filter(([, child]) => !isEmpty(child))) };
}

/** The set that holds one place. */
export function fieldAt(path: readonly string[]): FieldSet {
  return path.reduceRight((below, element) => ({ self: false, children: new Map([[element, below]]) }), LEAF);
}

export function toFieldsV1({ self, children }: FieldSet): FieldTree {
  if (children.size === 0) return {};
  const entries = [...children].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const below = entries.map(([element, child]): [string, FieldTree] => [element, toFieldsV1(child)]);
  return Object.fromEntries(self ? [['.', {}], ...below] : below);
}

/** Anything but an object is read as an empty set. */
export function fromFieldsV1(fields: unknown): FieldSet {
  const entries = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const children = entries
    .filter(([element]) => element !== '.')
    .map(([element, below]): [string, FieldSet] => [element, fromFieldsV1(below)]);
  return { self: children.length === 0 || children.length < entries.length, children: new Map(children) };
}
