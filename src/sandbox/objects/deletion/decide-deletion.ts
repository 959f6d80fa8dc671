/** What a DELETE does to an object (apiserver, registry/rest/delete.go and registry/generic/registry/store.go). */
import type { ApiResource } from '../api-resource.ts';
import { recordOf } from '../json/json-record.ts';
import type { DeleteOptions } from '../objects.ts';
import { timestamp } from '../metadata/timestamp.ts';
import { unmetPrecondition } from '../refusals.ts';
import type { Stored } from '../stored.ts';
import { finalizersFor } from './deletion-finalizers.ts';
import { gracePeriod } from './grace-period.ts';

export interface Deletion {
  /** What it becomes: the object itself when nothing is left to do. */
  readonly object: Stored;
  /** It goes at once. */
  readonly remove: boolean;
}

/** Throws ApiFailure 409 when a precondition does not hold. */
export function decideDeletion(
  resource: ApiResource,
  current: Stored,
  options: DeleteOptions,
  now: Date,
): Deletion {
  checkPreconditions(resource, current, options);
  const seconds = gracePeriod(resource, current, options.gracePeriodSeconds);
  const finalizers = finalizersFor(current, options);
  const object = marked(resource, withFinalizers(current, finalizers), { seconds, now });
  const remove = seconds === 0 && finalizers.length === 0 && !isHeldNamespace(resource, current);
  // Only pods go gracefully, and so are told that they are to go even when there is no time left.
  return { remove, object: remove && resource.kind !== 'Pod' ? current : object };
}

/** Whether nothing holds an object any more that is being deleted. */
export function isReleased(resource: ApiResource, object: Stored): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = object.metadata;
  return (
    deletionTimestamp !== undefined &&
    (deletionGracePeriodSeconds ?? 0) === 0 &&
    finalizers.length === 0 &&
    !isHeldNamespace(resource, object)
  );
}

/** Namespaces have finalizers in their spec, which the namespace controller takes away. */
function isHeldNamespace(resource: ApiResource, object: Stored): boolean {
  if (resource.kind !== 'Namespace' || resource.group !== '') return false;
  const { finalizers } = recordOf((object as { readonly spec?: unknown }).spec);
  return Array.isArray(finalizers) && finalizers.length > 0;
}

function checkPreconditions(resource: ApiResource, current: Stored, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = current.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    const uids = `the UID in the precondition (${options.uid}) does not match the UID in record (${uid})`;
    const reason = `${uids}. The object might have been deleted and then recreated`;
    throw unmetPrecondition(resource, name, reason);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    const versions = `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion})`;
    throw unmetPrecondition(resource, name, `${versions}. The object might have been modified`);
  }
}

function withFinalizers(object: Stored, finalizers: readonly string[]): Stored {
  const { finalizers: before = [] } = object.metadata;
  if (before.join() === finalizers.join()) return object;
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

interface Mark {
  readonly seconds: number;
  readonly now: Date;
}

/** With the time when it is to be gone; a later request may only bring it closer. */
function marked(resource: ApiResource, object: Stored, { seconds, now }: Mark): Stored {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
  if (deletionTimestamp !== undefined && deletionGracePeriodSeconds <= seconds) return object;
  const from =
    deletionTimestamp === undefined ? now : requestedAt(deletionTimestamp, deletionGracePeriodSeconds);
  const until = timestamp(new Date(from.getTime() + seconds * 1000));
  const metadata = { ...object.metadata, ...nextGeneration(object), deletionTimestamp: until };
  if (resource.kind === 'Namespace' && resource.group === '') return terminating({ ...object, metadata });
  return { ...object, metadata: { ...metadata, deletionGracePeriodSeconds: seconds } };
}

/** That it is to go is something new that is wanted. */
function nextGeneration({ metadata }: Stored): { readonly generation?: number } {
  const { generation, deletionTimestamp } = metadata;
  return generation === undefined || deletionTimestamp !== undefined ? {} : { generation: generation + 1 };
}

function requestedAt(deletionTimestamp: string, seconds: number): Date {
  return new Date(Date.parse(deletionTimestamp) - seconds * 1000);
}

function terminating(namespace: Stored): Stored {
  const { status } = namespace as { readonly status?: unknown };
  return { ...namespace, status: { ...recordOf(status), phase: 'Terminating' } } as Stored;
}
