import { ApiFailure } from '../../objects/api-failure.ts';
import { decode } from '../../objects/decode/decode.ts';
import type { Draft } from '../../objects/objects.ts';
import { objectAnswer } from '../content/object-answer.ts';
import { readBody } from '../content/read-body.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { ResourceCall } from '../resource-call.ts';
import { withWarnings, writeParameters } from './write-parameters.ts';

/** Creates what the body holds: 201. */
export function createAnswer(call: ResourceCall): ApiAnswer {
  const parameters = writeParameters(call.request);
  const { draft, warnings } = decode(
    call.resource,
    readBody(call.request, call.resource.kind),
    parameters.fieldValidation,
  );
  parameters.warnings.push(...warnings);
  const object = call.objects.create(call.resource, inNamespace(call, draft), parameters);
  return withWarnings(objectAnswer(call, 201, object), parameters.warnings);
}

/** The object in the namespace of the path; throws ApiFailure 400 when it says another. */
export function inNamespace({ resource, info }: ResourceCall, draft: Draft): Draft {
  const { namespace } = info;
  if (!resource.namespaced || namespace === undefined) return draft;
  const said = draft.metadata.namespace ?? '';
  if (said !== '' && said !== namespace) {
    const message = 'the namespace of the provided object does not match the namespace sent on the request';
    throw new ApiFailure(400, 'BadRequest', message);
  }
  return { ...draft, metadata: { ...draft.metadata, namespace } };
}
