/** JSON Patch (RFC 6902) as the API server applies it: all or nothing, and `test` compares by value. */
import { isDeepStrictEqual } from 'node:util';
import {
  type JsonPatch,
  type JsonPatchOperation,
  pointerSegments,
} from '../../src/domain/kubernetes/json-patch.ts';

/** An operation that cannot be applied; `test` operations that do not hold are told apart. */
export class PatchFailure extends Error {
  override readonly name = 'PatchFailure';
  readonly operation: JsonPatchOperation;

  constructor(operation: JsonPatchOperation, reason: string) {
    super(`${operation.op} ${operation.path}: ${reason}`);
    this.operation = operation;
  }
}

/** A patched copy; throws PatchFailure and leaves the value as it is. */
export function applyPatch<Value>(value: Value, patch: JsonPatch): Value {
  const root = { '': structuredClone(value) };
  for (const operation of patch) applyOne(root, operation);
  return root[''];
}

function applyOne(root: object, operation: JsonPatchOperation): void {
  const segments = ['', ...pointerSegments(operation.path)];
  const key = segments.at(-1) ?? '';
  const parent = segments.slice(0, -1).reduce<unknown>((at, segment) => childOf(at, segment), root);
  if (typeof parent !== 'object' || parent === null) throw new PatchFailure(operation, 'no such parent');
  if (operation.op === 'test') {
    if (!isDeepStrictEqual(childOf(parent, key), operation.value))
      throw new PatchFailure(operation, 'differs');
    return;
  }
  if (operation.op !== 'add' && childOf(parent, key) === undefined) {
    throw new PatchFailure(operation, 'no such value');
  }
  write(parent, key, operation);
}

function childOf(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? (parent as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function write(parent: object, key: string, operation: Exclude<JsonPatchOperation, { op: 'test' }>): void {
  const value = operation.op === 'remove' ? [] : [structuredClone(operation.value)];
  if (Array.isArray(parent)) {
    const index = key === '-' ? parent.length : Number(key);
    parent.splice(index, operation.op === 'add' ? 0 : 1, ...value);
  } else if (operation.op === 'remove') {
    Reflect.deleteProperty(parent, key);
  } else {
    Reflect.set(parent, key, value[0]);
  }
}
