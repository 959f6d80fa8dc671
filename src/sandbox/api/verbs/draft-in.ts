import { ApiFailure } from '../../objects/api-failure.ts';
import { decode } from '../../objects/decode/decode.ts';
import type { Draft } from '../../objects/objects.ts';
import { readBody } from '../content/read-body.ts';
import type { ResourceCall } from '../resource-call.ts';
import type { WriteParameters } from './write-parameters.ts';

/** The object that the body holds, in the namespace of the path; what it holds too much is a warning. */
export function draftIn(call: ResourceCall, { fieldValidation, warnings }: WriteParameters): Draft {
  const { request, resource } = call;
  const decoded = decode(resource, readBody(request, resource.kind), fieldValidation);
  warnings.push(...decoded.warnings);
  return inNamespace(call, decoded.draft);
}

/** Throws ApiFailure 400 when the object says another namespace. */
function inNamespace({ resource, info }: ResourceCall, draft: Draft): Draft {
  const { namespace } = info;
  if (!resource.namespaced || namespace === undefined) return draft;
  const said = draft.metadata.namespace ?? '';
  if (said !== '' && said !== namespace) {
    const message = 'the namespace of the provided object does not match the namespace sent on the request';
    throw new ApiFailure(400, 'BadRequest', message);
  }
  return { ...draft, metadata: { ...draft.metadata, namespace } };
}
