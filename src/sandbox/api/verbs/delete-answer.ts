import { resourceName } from '../../objects/api-resource.ts';
import { objectAnswer } from '../content/object-answer.ts';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer.ts';
import { successStatus } from '../http/status-answer.ts';
import { listAnswer } from '../lists/list-answer.ts';
import { selectionIn } from '../lists/selection.ts';
import { nameIn, type ResourceCall } from '../resource-call.ts';
import type { Stored } from '../../objects/stored.ts';
import { deleteOptions } from './delete-options.ts';

/** Of these the server answers with what was deleted (`ReturnDeletedObject`), of others with a Status. */
const RETURNED = ['pods', 'services', 'serviceaccounts', 'resourcequotas', 'namespaces'];

/** Deletes an object, or asks its holders to let it go. */
export function deleteAnswer(call: ResourceCall): ApiAnswer {
  const { objects, resource, request } = call;
  const name = nameIn(call);
  const object = objects.delete(resource, name, deleteOptions(request));
  if (isHeld(object) || RETURNED.includes(resourceName(resource))) return objectAnswer(call, 200, object);
  const { group, plural } = resource;
  const { uid } = object.metadata;
  const named = { name: name.name, ...(group === '' ? {} : { group }), kind: plural, uid };
  return jsonAnswer(200, successStatus(named));
}

/** Something keeps it for now: it is only marked as being deleted. */
function isHeld({ metadata }: Stored): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length > 0;
}

/** Deletes all objects that the selectors match; the answer lists them. */
export function deleteCollectionAnswer(call: ResourceCall): ApiAnswer {
  const { objects, resource, info, request } = call;
  const options = deleteOptions(request);
  const selection = selectionIn(call);
  const items = objects
    .list(resource, info.namespace)
    .filter((object) => selection.matches(object))
    .map((object): Stored => objects.delete(resource, object.metadata, options));
  return listAnswer(call, { metadata: { resourceVersion: `${objects.version}` }, items });
}
