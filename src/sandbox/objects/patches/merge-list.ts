import { isDeepStrictEqual } from 'node:util';
import { ApiFailure } from '../api-failure.ts';
import { isRecord, type JsonRecord } from '../json/json-record.ts';
import type { ListSchema, Schema } from '../schema/schema.ts';
import { inOrder } from './element-order.ts';
import { isBare, PATCH, withoutDirectives } from './directives.ts';

export type MergeItem = (before: unknown, change: unknown, schema: Schema | undefined) => unknown;

/** Merges a list of a strategic merge patch into what is there: by key, by value, or as a whole. */
export function mergeList(
  list: readonly unknown[],
  patch: readonly unknown[],
  schema: Schema | undefined,
  mergeItem: MergeItem,
): readonly unknown[] {
  const replaces = patch.some((item) => isRecord(item) && item[PATCH] === 'replace' && isBare(item));
  if (schema?.kind !== 'list' || schema.patch === undefined || replaces)
    return withoutDirectives(patch) as [];
  const { key } = schema.patch;
  const merged =
    key === undefined
      ? union(list, patch)
      : patch.reduce<readonly unknown[]>(
          (result, change) => withChange(result, { change, key, schema }, mergeItem),
          list,
        );
  return inOrder(merged, { wanted: patch, before: list, key });
}

function union(list: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  return [...list, ...patch.filter((item) => !list.some((other) => isDeepStrictEqual(item, other)))];
}

interface ItemChange {
  readonly change: unknown;
  readonly key: string;
  readonly schema: ListSchema;
}

function withChange(
  list: readonly unknown[],
  { change, key, schema }: ItemChange,
  mergeItem: MergeItem,
): readonly unknown[] {
  const item = keyed(change, key);
  const isSame = (other: unknown) => isRecord(other) && other[key] === item[key];
  if (item[PATCH] === 'delete') return list.filter((other) => !isSame(other));
  if (!list.some(isSame)) return [...list, withoutDirectives(item)];
  return list.map((other) => (isSame(other) ? mergeItem(other, item, schema.items) : other));
}

function keyed(change: unknown, key: string): JsonRecord {
  if (isRecord(change) && change[key] !== undefined) return change;
  throw new ApiFailure(
    400,
    'BadRequest',
    `map: ${JSON.stringify(change)} does not contain declared merge key: ${key}`,
  );
}
