/** The last writer of a field, from `metadata.managedFields`:
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
import type { ImageField } from '../image-fields/image-field.ts';
import { pointerSegments } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { FIELD_MANAGER } from '../kubernetes/own-names.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';

interface ManagedFields {
  readonly manager?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly fieldsV1?: unknown;
}

/** Name of the field manager other than ours; `undefined` if unknown. */
export function lastWriter(
  object: KubernetesObject,
  field: Pick<ImageField, 'pointer' | 'name' | 'namePointer'>,
): string | undefined {
  const entries = (valueAt(object, ['metadata', 'managedFields']) ?? []) as readonly ManagedFields[];
  const path = fieldPath(field);
  const others = entries.filter(
    ({ manager, fieldsV1 }) => manager !== FIELD_MANAGER && valueAt(fieldsV1, path) !== undefined,
  );
  const newestFirst = others.toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? 1 : -1));
  return newestFirst[0]?.manager;
}

/** Items of container and volume lists are keyed by name. */
function fieldPath({ pointer, name, namePointer }: Pick<ImageField, 'pointer' | 'name' | 'namePointer'>) {
  const item = namePointer === undefined ? undefined : pointerSegments(namePointer).length - 2;
  return pointerSegments(pointer).map((segment, index) =>
    index === item ? `k:${JSON.stringify({ name })}` : `f:${segment}`,
  );
}
