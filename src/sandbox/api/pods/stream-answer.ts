import { ApiFailure } from '../../objects/api-failure.ts';
import { PODS } from '../../objects/api-resources.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { objectIn, type ResourceCall } from '../resource-call.ts';

const NOTHING: Readonly<Record<string, string>> = {
  attach: 'there is no process to attach to',
  exec: 'there is nothing to execute a command in',
  portforward: 'there is no port to forward to',
};

/** Refuses what needs a container that really runs; throws ApiFailure 501, or 404 where there is no such pod. */
export function streamAnswer(call: ResourceCall): ApiAnswer {
  const { name } = objectIn({ ...call, resource: PODS }).metadata;
  const nothing = NOTHING[call.info.subresource ?? ''] ?? 'there is nothing to stream';
  const message = `the containers of this sandbox are simulated: in pod ${name} ${nothing}; kubectl logs shows what it writes`;
  throw new ApiFailure(501, 'NotImplemented', message, { name, kind: 'pods' });
}
