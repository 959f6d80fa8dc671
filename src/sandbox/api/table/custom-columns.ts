/** The printer columns that the definition of a custom resource names (apiextensions, `tableconvertor`). */
import type { ApiResource } from '../../objects/api-resource.ts';
import { recordOf, type JsonRecord } from '../../objects/json/json-record.ts';
import { valueAt } from '../../objects/json/value-at.ts';
import type { Cell, Column } from './column.ts';
import { AGE, NAME } from './common-columns.ts';
import { since } from './human-duration.ts';

type Type = Column['type'];

const made = new WeakMap<ApiResource, readonly Column[]>();

/** Name and what the definition adds; name and age when it adds nothing. */
export function customColumns(resource: ApiResource): readonly Column[] {
  const known = made.get(resource);
  if (known !== undefined) return known;
  const additional = (resource.printerColumns ?? []).map(recordOf).map(customColumn);
  const columns = [NAME, ...(additional.length === 0 ? [{ ...AGE, type: 'date' as const }] : additional)];
  made.set(resource, columns);
  return columns;
}

function customColumn(definition: JsonRecord): Column {
  const type = String(definition.type) as Type;
  const path = String(definition.jsonPath);
  return {
    name: String(definition.name),
    type,
    format: text(definition.format),
    description:
      text(definition.description) || `Custom resource definition column (in JSONPath format): ${path}`,
    priority: typeof definition.priority === 'number' ? definition.priority : 0,
    cell: (object, now) => {
      // Names only, as `.spec.image`: no filters, no indices.
      const found = valueAt(object, path.split('.').slice(1));
      return found === undefined ? null : cellOf(type, found, now);
    },
  };
}

function cellOf(type: Type, value: unknown, now: Date): Cell {
  switch (type) {
    case 'string':
      return textOf(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? age(value, now) : null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function age(timestamp: string, now: Date): string {
  return Number.isNaN(Date.parse(timestamp)) ? '<invalid>' : since(timestamp, now);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
