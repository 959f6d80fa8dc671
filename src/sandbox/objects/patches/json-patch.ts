/** JSON Patch (RFC 6902) as the API server applies it: all or nothing, and `test` compares by value. */
import { isDeepStrictEqual } from 'node:util';

export type JsonPatchStep =
  | { readonly op: 'test' | 'add' | 'replace'; readonly path: string; readonly value?: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/** A step that cannot be applied, or a test that does not hold. */
export class PatchFailure extends Error {
  override readonly name = 'PatchFailure';
  readonly operation: JsonPatchStep;

  constructor(operation: JsonPatchStep, reason: string) {
    super(`${operation.op} ${operation.path}: ${reason}`);
    this.operation = operation;
  }
}

/** A patched copy; throws PatchFailure and leaves the value as it is. */
export function applyJsonPatch<Value>(value: Value, patch: readonly JsonPatchStep[]): Value {
  const root = { '': structuredClone(value) };
  for (const step of patch) applyStep(root, step);
  return root[''];
}

function applyStep(root: object, step: JsonPatchStep): void {
  switch (step.op) {
    case 'test':
      test(root, step, step.value ?? null);
      return;
    case 'add':
      add(root, step, structuredClone(step.value ?? null));
      return;
    case 'replace':
      replace(root, step, structuredClone(step.value ?? null));
      return;
    case 'remove':
      remove(root, step.path, step);
      return;
    default:
      transfer(root, step);
  }
}

/** The server takes a missing value for null. */
function test(root: object, step: JsonPatchStep, value: unknown): void {
  if (isDeepStrictEqual(valueAt(root, step.path, step) ?? null, value)) return;
  throw new PatchFailure(step, 'differs');
}

function transfer(root: object, step: Extract<JsonPatchStep, { readonly from: string }>): void {
  const value = structuredClone(existingAt(root, step.from, step));
  if (step.op === 'move') remove(root, step.from, step);
  add(root, step, value);
}

/** A place: the key in its parent, an object or a list. */
interface Place {
  readonly parent: object;
  readonly key: string;
}

function placeAt(root: object, path: string, step: JsonPatchStep): Place {
  const segments = path.split('/').map((text) => text.replaceAll('~1', '/').replaceAll('~0', '~'));
  const parent = segments.slice(0, -1).reduce<unknown>((at, segment) => childOf(at, segment), root);
  if (typeof parent !== 'object' || parent === null) throw new PatchFailure(step, 'no such parent');
  return { parent, key: segments.at(-1) ?? '' };
}

function childOf(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? (parent as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function valueAt(root: object, path: string, step: JsonPatchStep): unknown {
  const { parent, key } = placeAt(root, path, step);
  return childOf(parent, key);
}

function existingAt(root: object, path: string, step: JsonPatchStep): unknown {
  const value = valueAt(root, path, step);
  if (value === undefined) throw new PatchFailure(step, `no such value at ${path}`);
  return value;
}

function add(root: object, step: JsonPatchStep, value: unknown): void {
  const { parent, key } = placeAt(root, step.path, step);
  if (!Array.isArray(parent)) {
    define(parent, key, value);
    return;
  }
  const index = key === '-' ? parent.length : Number(key);
  if (!/^(-|\d+)$/.test(key) || index > parent.length) throw new PatchFailure(step, 'no such index');
  parent.splice(index, 0, value);
}

/** Where an object has no such field, the server adds it (evanphx/json-patch). */
function replace(root: object, step: JsonPatchStep, value: unknown): void {
  const { parent, key } = placeAt(root, step.path, step);
  if (Array.isArray(parent)) existingAt(root, step.path, step);
  define(parent, key, value);
}

function remove(root: object, path: string, step: JsonPatchStep): void {
  existingAt(root, path, step);
  const { parent, key } = placeAt(root, path, step);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

/** Sets a key whatever its name is, `__proto__` too. */
function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}
