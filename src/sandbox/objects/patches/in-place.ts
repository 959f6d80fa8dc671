import type { ObjectName } from '../stored.ts';
import type { Draft } from '../objects.ts';
import { badRequest } from '../refusals.ts';

/** A patched object, if it is still where the URL says; throws ApiFailure 400. */
export function inPlace(place: ObjectName, draft: Draft): Draft {
  const { name, namespace } = draft.metadata;
  if (namespace !== undefined && namespace !== place.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (name === place.name) return draft;
  throw badRequest(
    `the name of the object (${name ?? ''}) does not match the name on the URL (${place.name})`,
  );
}
