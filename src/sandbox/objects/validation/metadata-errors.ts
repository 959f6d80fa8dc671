/** Rules for metadata (apimachinery, api/validation/objectmeta.go). */
import type { ApiResource } from '../api-resource.ts';
import type { StoredMeta } from '../stored.ts';
import { forbiddenField, invalidValue, required, tooLong, type FieldError } from './field-error.ts';
import { dns1035Label, dnsLabel, dnsSubdomain, labelValue, qualifiedName, type NameCheck } from './names.ts';

const NAME_CHECKS: Readonly<Record<string, NameCheck>> = {
  Namespace: dnsLabel,
  Service: dns1035Label,
  // Its Jobs' names are longer by 11 characters.
  CronJob: (name) => (name.length > 52 ? ['must be no more than 52 characters'] : dnsSubdomain(name)),
};

const LARGEST_ANNOTATIONS = 256 * 1024;

export function metadataErrors(
  resource: ApiResource,
  metadata: StoredMeta,
  previous: StoredMeta | undefined,
): FieldError[] {
  return [
    ...(previous === undefined ? nameErrors(resource, metadata) : newFinalizers(metadata, previous)),
    ...labelErrors('metadata.labels', metadata.labels),
    ...annotationErrors(metadata.annotations),
    ...finalizerErrors(metadata.finalizers ?? []),
  ];
}

function nameErrors(resource: ApiResource, { name }: StoredMeta): FieldError[] {
  if (name === '') return [required('metadata.name', 'name or generateName is required')];
  const own = resource.openApiSchema === undefined ? NAME_CHECKS[resource.kind] : undefined;
  return (own ?? dnsSubdomain)(name).map((problem) => invalidValue('metadata.name', name, problem));
}

export function labelErrors(field: string, labels: StoredMeta['labels'] = {}): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedName(key).map((problem) => invalidValue(field, key, problem)),
    ...labelValue(value).map((problem) => invalidValue(field, value, problem)),
  ]);
}

function annotationErrors(annotations: StoredMeta['annotations'] = {}): FieldError[] {
  const field = 'metadata.annotations';
  const entries = Object.entries(annotations);
  const size = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return [
    ...entries.flatMap(([key]) =>
      qualifiedName(key.toLowerCase()).map((problem) => invalidValue(field, key, problem)),
    ),
    ...(size > LARGEST_ANNOTATIONS ? [tooLong(field, LARGEST_ANNOTATIONS)] : []),
  ];
}

function finalizerErrors(finalizers: readonly string[]): FieldError[] {
  return finalizers.flatMap((finalizer) =>
    qualifiedName(finalizer).map((problem) => invalidValue('metadata.finalizers', finalizer, problem)),
  );
}

function newFinalizers({ finalizers = [] }: StoredMeta, previous: StoredMeta): FieldError[] {
  if (previous.deletionTimestamp === undefined) return [];
  const added = finalizers.filter((finalizer) => previous.finalizers?.includes(finalizer) !== true);
  if (added.length === 0) return [];
  const list = added.map((finalizer) => `"${finalizer}"`).join(', ');
  const words = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  return [forbiddenField('metadata.finalizers', `${words} []string{${list}}`)];
}
