/** What the API server says when it refuses (apimachinery, api/errors). */
import { resourceName, type ApiResource } from './api-resource.ts';
import { ApiFailure, type StatusDetails } from './api-failure.ts';
import { bodyOf, type FieldError } from './validation/field-error.ts';

export function notFound(resource: ApiResource, name: string): ApiFailure {
  const message = `${inMessage(resource, name)} not found`;
  return new ApiFailure(404, 'NotFound', message, detailsOf(resource, name));
}

export function alreadyExists(resource: ApiResource, name: string): ApiFailure {
  const message = `${inMessage(resource, name)} already exists`;
  return new ApiFailure(409, 'AlreadyExists', message, detailsOf(resource, name));
}

export function conflict(resource: ApiResource, name: string, reason: string): ApiFailure {
  const message = `Operation cannot be fulfilled on ${inMessage(resource, name)}: ${reason}`;
  return new ApiFailure(409, 'Conflict', message, detailsOf(resource, name));
}

/** In the words of etcd's storage, which has no status for it. */
export function versionedDraft(): ApiFailure {
  return new ApiFailure(500, '', 'resourceVersion should not be set on objects to be created');
}

/** A precondition of a deletion does not hold: there the kind stands where else the resource does. */
export function unmetPrecondition({ group, kind }: ApiResource, name: string, reason: string): ApiFailure {
  const qualified = group === '' ? kind : `${kind}.${group}`;
  const message = `Operation cannot be fulfilled on ${qualified} "${name}": ${reason}`;
  return new ApiFailure(409, 'Conflict', message, { ...nonEmpty({ name, group }), kind });
}

export function forbidden(resource: ApiResource, name: string, reason: string): ApiFailure {
  const message = `${inMessage(resource, name)} is forbidden: ${reason}`;
  return new ApiFailure(403, 'Forbidden', message, detailsOf(resource, name));
}

export function badRequest(message: string): ApiFailure {
  return new ApiFailure(400, 'BadRequest', message);
}

/** `errors`: at least one. */
export function invalid(
  { group, kind }: ApiResource,
  name: string,
  errors: readonly FieldError[],
): ApiFailure {
  const texts = [...new Set(errors.map((error) => `${error.field}: ${bodyOf(error)}`))];
  const said = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  const qualifiedKind = group === '' ? kind : `${kind}.${group}`;
  const causes = errors.map((error) => ({
    reason: error.reason,
    message: bodyOf(error),
    field: error.field,
  }));
  const message = `${qualifiedKind} "${name}" is invalid: ${said}`;
  return new ApiFailure(422, 'Invalid', message, { ...nonEmpty({ name, group }), kind, causes });
}

/** As messages name an object: `deployments.apps "web"`. */
function inMessage(resource: ApiResource, name: string): string {
  return name === '' ? resourceName(resource) : `${resourceName(resource)} "${name}"`;
}

function detailsOf({ group, plural }: ApiResource, name: string): StatusDetails {
  return { ...nonEmpty({ name, group }), kind: plural };
}

function nonEmpty(
  details: Readonly<Record<'name' | 'group', string>>,
): Pick<StatusDetails, 'name' | 'group'> {
  return Object.fromEntries(Object.entries(details).filter(([, text]) => text !== ''));
}
