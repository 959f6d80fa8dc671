import { ApiFailure } from '../../objects/api-failure.ts';
import { decode } from '../../objects/decode/decode.ts';
import { objectAnswer } from '../content/object-answer.ts';
import { readBody } from '../content/read-body.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { nameIn, type ResourceCall } from '../resource-call.ts';
import { inNamespace } from './create-answer.ts';
import { withWarnings, writeParameters } from './write-parameters.ts';

/** Replaces an object, or its status, with what the body holds. */
export function updateAnswer(call: ResourceCall): ApiAnswer {
  const parameters = writeParameters(call.request);
  const { draft, warnings } = decode(call.resource, readBody(call.request), parameters.fieldValidation);
  parameters.warnings.push(...warnings);
  const next = inNamespace(call, draft);
  const name = nameIn(call);
  checkName(next.metadata.name, name.name);
  const { objects, resource, info } = call;
  const object =
    info.subresource === 'status'
      ? objects.updateStatus(resource, name, () => next, parameters)
      : objects.update(resource, name, () => next, parameters);
  return withWarnings(objectAnswer(call, 200, object), parameters.warnings);
}

function checkName(said: string | undefined, name: string): void {
  if (said === name) return;
  const message =
    said === undefined || said === ''
      ? 'name must be provided'
      : `the name of the object (${said}) does not match the name on the URL (${name})`;
  throw new ApiFailure(400, 'BadRequest', message);
}
