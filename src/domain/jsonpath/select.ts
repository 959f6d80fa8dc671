import { JSONPath } from 'jsonpath-plus';
import { jsonPointer } from '../kubernetes/json-patch.ts';
import { holds } from './filter.ts';
import type { JsonPath, PathStep } from './path.ts';

/** A value and where it was found. */
export interface Selected {
  /** JSON pointer (RFC 6901); empty for the whole. */
  readonly pointer: string;
  readonly value: unknown;
}

/** The values that a path selects; empty when nothing matches. */
export function select(path: JsonPath, value: unknown): readonly Selected[] {
  let found: readonly Selected[] = [{ pointer: '', value }];
  let tokens: string[] = [];
  for (const step of path) {
    const token = plainToken(step);
    if (token !== undefined) {
      tokens.push(token);
      continue;
    }
    found = found.flatMap((start) => query(tokens, start)).flatMap((start) => choose(step, start));
    tokens = [];
  }
  return found.flatMap((start) => query(tokens, start));
}

/** Steps that jsonpath-plus would need scripts for, or would misread. */
function choose(step: PathStep, start: Selected): readonly Selected[] {
  switch (step.kind) {
    case 'union':
      return step.alternatives.flatMap((alternative) => below(start, select([alternative], start.value)));
    case 'filter': {
      const elements = Array.isArray(start.value) ? select([{ kind: 'wildcard' }], start.value) : [];
      return below(
        start,
        elements.filter(({ value }) => holds(step.filter, valuesOf(step.filter.path, value))),
      );
    }
    case 'field':
      return property(step.name, start);
    default:
      return [start];
  }
}

function property(name: string, { pointer, value }: Selected): readonly Selected[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const field = Object.getOwnPropertyDescriptor(value, name);
  return field === undefined ? [] : [{ pointer: pointer + jsonPointer(name), value: field.value }];
}

function valuesOf(path: JsonPath, value: unknown): readonly unknown[] {
  return select(path, value).map((found) => found.value);
}

interface Found extends Selected {
  readonly parent: unknown;
  readonly parentProperty: string | number | null;
}

function query(tokens: readonly string[], start: Selected): readonly Selected[] {
  if (tokens.length === 0) return [start];
  if (typeof start.value !== 'object' || start.value === null) return [];
  const found = JSONPath({
    path: ['$', ...tokens],
    json: start.value,
    eval: false,
    resultType: 'all',
    wrap: true,
  }) as readonly Found[];
  return below(start, found.filter(isReal));
}

/** Excludes JavaScript's `length` of arrays and strings, which is not in the JSON. */
function isReal({ parent, parentProperty }: Found): boolean {
  return typeof parent === 'object' && !(Array.isArray(parent) && parentProperty === 'length');
}

function below(start: Selected, found: readonly Selected[]): readonly Selected[] {
  return found.map(({ pointer, value }) => ({ pointer: start.pointer + pointer, value }));
}

/** Names without special meaning for jsonpath-plus, which joins and reparses steps. */
const PLAIN_NAME = /^[\w-]+$/;

/** A step in the notation of jsonpath-plus; `undefined` for steps handled here. */
function plainToken(step: PathStep): string | undefined {
  switch (step.kind) {
    case 'field':
      // The backtick makes it a name even if it looks like an index.
      return PLAIN_NAME.test(step.name) ? `\`${step.name}` : undefined;
    case 'wildcard':
      return '*';
    case 'recursive':
      return '..';
    case 'index':
      return indexToken(step.index);
    case 'slice':
      return step.slice;
    default:
      return undefined;
  }
}

/** A slice of one element, since an index alone would also match a field name. */
function indexToken(index: number): string {
  return index === -1 ? '-1:' : `${index}:${index + 1}`;
}
