/** Replaces what differs between two runs by names: times, uids, versions, addresses, generated parts of names. */

import { without } from './step.ts';

/** Fields that tell of the server's inner life, not of its answers. */
const LEFT_OUT = new Set(['managedFields', 'storageVersionHash', 'selfLink']);

const FIELDS: Readonly<Record<string, string>> = {
  uid: '<uid>',
  resourceVersion: '<version>',
  continue: '<token>',
  'pod-template-hash': '<hash>',
  'controller-revision-hash': '<hash>',
  'controller-uid': '<uid>',
  'batch.kubernetes.io/controller-uid': '<uid>',
};

/** Of the alphabet that Kubernetes makes suffixes and hashes of: apimachinery, util/rand `alphanums`. */
const SUFFIX = /-[bcdfghjklmnpqrstvwxz2456789]{5,10}(?![a-z0-9-])/g;

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b\d+\.\d+\.\d+\.\d+(:\d+)?(\/\d+)?\b/g, '<address>'],
  [SUFFIX, '-<suffix>'],
  [/(ResourceVersion in (the )?(precondition|record)) \(\d+\)/g, '$1 (<version>)'],
  // A whole object as the server holds it.
  [/Invalid value: "\{.*\}": /gs, 'Invalid value: "<object>": '],
];

export function normalise(value: unknown): unknown {
  if (typeof value === 'string') return normaliseText(value);
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !LEFT_OUT.has(key));
  const fields = Object.fromEntries(
    entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]: [string, unknown]) => [normaliseText(key), normaliseField(key, child)]),
  );
  return fields.kind === 'Table' ? withoutAges(fields) : fields;
}

function normaliseField(key: string, value: unknown): unknown {
  const name = FIELDS[key];
  return name !== undefined && typeof value === 'string' && value !== '' ? name : normalise(value);
}

export function normaliseText(text: string): string {
  return TEXTS.reduce((made, [pattern, name]) => made.replaceAll(pattern, name), text);
}

interface Table {
  readonly columnDefinitions?: readonly { readonly name: string; readonly description?: string }[];
  readonly rows?: readonly { readonly cells: readonly unknown[] }[];
}

/** How old an object is depends on when one looks; the prose of the columns is documentation. */
function withoutAges(table: Table): object {
  const columns = table.columnDefinitions ?? [];
  const rows = table.rows?.map((row) => ({
    ...row,
    cells: row.cells.map((cell, index) => (isTime(columns[index]?.name) ? '<age>' : cell)),
  }));
  const definitions = columns.map((column) => without(column, 'description'));
  return { ...table, columnDefinitions: definitions, ...(rows === undefined ? {} : { rows }) };
}

function isTime(column: string | undefined): boolean {
  return column === 'Age' || column === 'Created At';
}
