/**
 * Strategic merge patch: a merge patch that merges lists by the keys of their schema and obeys directives
 * (`$patch`, `$retainKeys`, `$setElementOrder/x`, `$deleteFromPrimitiveList/x`); see
 * https://git.k8s.io/community/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
import { isRecord, listOf, type JsonRecord } from '../json/json-record.ts';
import type { Schema } from '../schema/schema.ts';
import { childSchema } from '../schema/child-schema.ts';
import { mergeList } from './merge-list.ts';
import { inOrder } from './element-order.ts';
import { DELETE_FROM_LIST, PATCH, RETAIN_KEYS, SET_ORDER, withoutDirectives } from './directives.ts';

/** A patched copy; throws ApiFailure 400 when a directive is malformed. */
export function applyStrategicPatch(value: unknown, patch: unknown, schema: Schema | undefined): unknown {
  if (isRecord(value) && isRecord(patch)) return mergeObject(value, patch, schema);
  if (Array.isArray(value) && Array.isArray(patch)) {
    return mergeList(value, patch, schema, applyStrategicPatch);
  }
  return withoutDirectives(patch);
}

function mergeObject(value: JsonRecord, patch: JsonRecord, schema: Schema | undefined): JsonRecord {
  const directive = patch[PATCH];
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirectives({ ...patch, [PATCH]: undefined }) as JsonRecord;
  const merged = new Map(Object.entries(retained(value, patch[RETAIN_KEYS])));
  for (const [key, change] of Object.entries(patch)) {
    if (!key.startsWith('$')) mergeField(merged, key, { change, schema: childSchema(schema, key) });
  }
  for (const [key, directive] of Object.entries(patch)) {
    if (Array.isArray(directive)) applyListDirective(merged, { key, directive, before: value, schema });
  }
  return Object.fromEntries(merged);
}

/** What `$retainKeys` leaves of an object. */
function retained(value: JsonRecord, keys: unknown): JsonRecord {
  if (!Array.isArray(keys)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

interface FieldChange {
  readonly change: unknown;
  readonly schema: Schema | undefined;
}

function mergeField(merged: Map<string, unknown>, key: string, { change, schema }: FieldChange): void {
  const before = merged.get(key);
  const isDeletion = change === null || (isRecord(change) && change[PATCH] === 'delete');
  if (isDeletion) merged.delete(key);
  else if (before === undefined) merged.set(key, withoutDirectives(change));
  else merged.set(key, applyStrategicPatch(before, change, schema));
}

interface ListDirective {
  /** Such as `$setElementOrder/containers`. */
  readonly key: string;
  readonly directive: readonly unknown[];
  /** The object that has the list, as it was. */
  readonly before: JsonRecord;
  readonly schema: Schema | undefined;
}

function applyListDirective(merged: Map<string, unknown>, { key, directive, before, schema }: ListDirective) {
  const field = key.slice(key.indexOf('/') + 1);
  const list = merged.get(field);
  if (!Array.isArray(list)) return;
  if (key.startsWith(DELETE_FROM_LIST)) merged.set(field, without(list, directive));
  if (!key.startsWith(SET_ORDER)) return;
  const listSchema = childSchema(schema, field);
  const mergeKey = listSchema?.kind === 'list' ? listSchema.patch?.key : undefined;
  const order = { wanted: directive, before: listOf(before[field]), key: mergeKey };
  merged.set(field, inOrder(list, order));
}

function without(list: readonly unknown[], removed: readonly unknown[]): readonly unknown[] {
  return list.filter((item) => !removed.includes(item));
}
