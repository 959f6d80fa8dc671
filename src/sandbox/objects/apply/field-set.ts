/**
 * Sets of fields, as `managedFields` keep them (FieldsV1): `f:name` for fields, `k:{...}` for items of lists by their
 * keys, `v:...` for items by value; see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
import { recordOf, type JsonRecord } from '../json/json-record.ts';

export interface FieldSet {
  /** Whether the place itself is in the set, not only what is below. */
  readonly self: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
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

/** Paths as messages show them, such as `.spec.template.spec.containers[name="app"].image`. */
export function pathsOf({ self, children }: FieldSet, path = ''): readonly string[] {
  const below = [...children].flatMap(([element, child]) => pathsOf(child, path + shown(element)));
  return self ? [path, ...below] : below;
}

function shown(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  const keys = Object.entries(JSON.parse(text) as JsonRecord);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}

export function toFieldsV1({ self, children }: FieldSet): JsonRecord {
  if (children.size === 0) return {};
  const entries = [...children].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const below = entries.map(([element, child]): [string, JsonRecord] => [element, toFieldsV1(child)]);
  return Object.fromEntries(self ? [['.', {}], ...below] : below);
}

export function fromFieldsV1(fields: unknown): FieldSet {
  const entries = Object.entries(recordOf(fields));
  const children = entries
    .filter(([element]) => element !== '.')
    .map(([element, below]): [string, FieldSet] => [element, fromFieldsV1(below)]);
  return { self: children.length === 0 || children.length < entries.length, children: new Map(children) };
}
