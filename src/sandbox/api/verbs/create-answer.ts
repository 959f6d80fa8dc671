import { objectAnswer } from '../content/object-answer.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { ResourceCall } from '../resource-call.ts';
import { draftIn } from './draft-in.ts';
import { withWarnings, writeParameters } from './write-parameters.ts';

/** Creates what the body holds: 201. */
export function createAnswer(call: ResourceCall): ApiAnswer {
  const parameters = writeParameters(call.request);
  const object = call.objects.create(call.resource, draftIn(call, parameters), parameters);
  return withWarnings(objectAnswer(call, 201, object), parameters.warnings);
}
