import { recordOf, type JsonRecord } from '../json/json-record.ts';

/** Metadata that only the server sets, or that is no field to own. */
const UNOWNED: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'name',
  'namespace',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** The fields of an object that managers own; `hidden`: fields of the object that a write does not touch. */
export function ownedPart(object: object | undefined, hidden: readonly string[] = []): JsonRecord {
  if (object === undefined) return {};
  const left = ['apiVersion', 'kind', 'metadata', ...hidden];
  const own = Object.entries(object).filter(([name]) => !left.includes(name));
  const { metadata } = recordOf(object);
  const fields = Object.entries(recordOf(metadata)).filter(([name]) => !UNOWNED.has(name));
  const hasMetadata = fields.length > 0 && !hidden.includes('metadata');
  return Object.fromEntries(hasMetadata ? [['metadata', Object.fromEntries(fields)], ...own] : own);
}
