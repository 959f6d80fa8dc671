/** Who owns fields of an object, from `metadata.managedFields`:
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
import { type FieldSet, fromFieldsV1 } from '../kubernetes/field-set.ts';
import { pointerSegments } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { FIELD_MANAGER } from '../kubernetes/own-names.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';

export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly subresource?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: unknown;
}

export function managedFieldsOf(object: KubernetesObject): readonly ManagedFieldsEntry[] {
  const entries = valueAt(object, ['metadata', 'managedFields']);
  return Array.isArray(entries) ? entries.filter(isEntry) : [];
}

const TEXTS = ['manager', 'operation', 'apiVersion', 'subresource', 'time', 'fieldsType'];

function isEntry(value: unknown): value is ManagedFieldsEntry {
  if (typeof value !== 'object' || value === null) return false;
  return TEXTS.every((key) => ['string', 'undefined'].includes(typeof valueAt(value, [key])));
}

/** Whether the entry is of this tool's patches. */
export function isOurEntry({ manager, operation, subresource = '' }: ManagedFieldsEntry): boolean {
  return manager === FIELD_MANAGER && operation === 'Update' && subresource === '';
}

/**
 * The element path of the owned field that a JSON pointer lies in; `undefined`: the entry does not own it. Items of
 * lists are found by what the object says at the pointer's indexes.
 */
export function ownedPath(
  object: KubernetesObject,
  { fieldsV1 }: ManagedFieldsEntry,
  pointer: string,
): string[] | undefined {
  let fields: FieldSet = fromFieldsV1(fieldsV1);
  let value: unknown = object;
  const path: string[] = [];
  for (const segment of pointerSegments(pointer)) {
    if (path.length > 0 && fields.children.size === 0) return path;
    const element = elementOf(fields, value, segment);
    const below = element === undefined ? undefined : fields.children.get(element);
    if (element === undefined || below === undefined) return undefined;
    path.push(element);
    fields = below;
    value = valueAt(value, [segment]);
  }
  return fields.self ? path : undefined;
}

function elementOf(fields: FieldSet, value: unknown, segment: string): string | undefined {
  if (!Array.isArray(value)) return `f:${segment}`;
  const item: unknown = value[Number(segment)];
  return [...fields.children.keys()].find((element) => isElementOf(element, item, segment));
}

function isElementOf(element: string, item: unknown, index: string): boolean {
  const [kind, text] = [element.slice(0, 2), element.slice(2)];
  if (kind === 'i:') return text === index;
  if (kind === 'v:') return text === JSON.stringify(item);
  if (kind !== 'k:') return false;
  return Object.entries(keysIn(text)).every(([key, wanted]) => valueAt(item, [key]) === wanted);
}

/** The API server validates that keys are JSON. */
function keysIn(text: string): object {
  return JSON.parse(text) as object;
}
