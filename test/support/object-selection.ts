import type { KubernetesObject } from '../../src/domain/kubernetes/object.ts';
import { valueAt } from '../../src/domain/kubernetes/pod-spec.ts';
import type { ListQuery } from '../../src/domain/ports/cluster.ts';

/** Equality or existence of labels, equality of the name, of a type and of what an event is about is all that the workflows select by. */
export function matches(
  object: KubernetesObject,
  { namespace, labelSelector, fieldSelector }: ListQuery,
): boolean {
  const { metadata } = object;
  const about = valueAt(object, ['involvedObject', 'uid']);
  const fields = { 'metadata.name': metadata.name, type: object.type, 'involvedObject.uid': about };
  return (
    (namespace === undefined || metadata.namespace === namespace) &&
    selects(labelSelector, metadata.labels ?? {}) &&
    selects(fieldSelector, fields)
  );
}

function selects(selector: string | undefined, values: Readonly<Record<string, unknown>>): boolean {
  if (selector === undefined) return true;
  return selector.split(',').every((part) => {
    const [key = '', value] = part.split('=');
    return value === undefined ? values[key] !== undefined : values[key] === value;
  });
}
