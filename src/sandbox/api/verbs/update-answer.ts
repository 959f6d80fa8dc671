import { resourceName, type ApiResource } from '../../objects/api-resource.ts';
import { ApiFailure } from '../../objects/api-failure.ts';
import type { Draft } from '../../objects/objects.ts';
import { objectAnswer } from '../content/object-answer.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { nameIn, type ResourceCall } from '../resource-call.ts';
import { draftIn } from './draft-in.ts';
import { withWarnings, writeParameters } from './write-parameters.ts';

/** Replaces an object, or its status, with what the body holds. */
export function updateAnswer(call: ResourceCall): ApiAnswer {
  const parameters = writeParameters(call.request);
  const next = draftIn(call, parameters);
  const name = nameIn(call);
  checkName(next.metadata.name, name.name);
  checkVersion(call.resource, next);
  const { objects, resource, info } = call;
  const object =
    info.subresource === 'status'
      ? objects.updateStatus(resource, name, () => next, parameters)
      : objects.update(resource, name, () => next, parameters);
  return withWarnings(objectAnswer(call, 200, object), parameters.warnings);
}

/** Custom resources are only replaced in a version that is known. */
function checkVersion(resource: ApiResource, { metadata }: Draft): void {
  const { name = '', resourceVersion = '' } = metadata;
  if (resource.openApiSchema === undefined || resourceVersion !== '') return;
  const field = 'metadata.resourceVersion';
  const message = 'Invalid value: 0: must be specified for an update';
  throw new ApiFailure(
    422,
    'Invalid',
    `${resourceName(resource)} "${name}" is invalid: ${field}: ${message}`,
    {
      name,
      group: resource.group,
      kind: resource.plural,
      causes: [{ reason: 'FieldValueInvalid', message, field }],
    },
  );
}

function checkName(said: string | undefined, name: string): void {
  if (said === name) return;
  const message =
    said === undefined || said === ''
      ? 'name must be provided'
      : `the name of the object (${said}) does not match the name on the URL (${name})`;
  throw new ApiFailure(400, 'BadRequest', message);
}
