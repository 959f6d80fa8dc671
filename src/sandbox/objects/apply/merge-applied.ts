import { isRecord } from '../json/json-record.ts';
import { childSchema } from '../schema/child-schema.ts';
import { ANY, type ListSchema, type Schema } from '../schema/schema.ts';
import { isWhole } from './parts.ts';
import { itemsByElement } from './path-element.ts';

/** What is there with what is applied: fields that the configuration does not name stay. */
export function mergeApplied(live: unknown, config: unknown, schema: Schema): unknown {
  if (schema.kind === 'list') return mergeLists(live, config, schema);
  if (isWhole(schema) || !isRecord(live) || !isRecord(config)) return config;
  const merged = new Map(Object.entries(live));
  for (const [name, value] of Object.entries(config)) {
    merged.set(name, mergeApplied(merged.get(name), value, childSchema(schema, name) ?? ANY));
  }
  return Object.fromEntries(merged);
}

/** Items that are there keep their places, new ones follow. */
function mergeLists(live: unknown, config: unknown, schema: ListSchema): unknown {
  if (schema.merge === undefined || !Array.isArray(live) || !Array.isArray(config)) return config;
  const items = new Map(itemsByElement(live, schema));
  for (const [element, item] of itemsByElement(config, schema)) {
    items.set(element, mergeApplied(items.get(element), item, schema.items));
  }
  return [...items.values()];
}
