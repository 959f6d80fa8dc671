import { ApiFailure } from '../../objects/api-failure.ts';
import { PODS } from '../../objects/api-resources.ts';
import { recordOf } from '../../objects/json/json-record.ts';
import { valueAnswer } from '../content/object-answer.ts';
import { readBody } from '../content/read-body.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { createdStatus } from '../http/status-answer.ts';
import { nameIn, objectIn, type ResourceCall } from '../resource-call.ts';
import { writeParameters } from '../verbs/write-parameters.ts';

/** Puts a pod on a node, once (core/v1 `Binding`). */
export function bindingAnswer(call: ResourceCall): ApiAnswer {
  const { objects, request } = call;
  const { target } = recordOf(readBody(request).value);
  const { name: nodeName } = recordOf(target);
  const pod = objectIn({ ...call, resource: PODS });
  const { name } = pod.metadata;
  if (typeof nodeName !== 'string') throw new ApiFailure(400, 'BadRequest', 'target.name: Required value');
  if (pod.spec?.nodeName !== undefined) {
    const message = `Operation cannot be fulfilled on pods/binding "${name}": pod ${name} is already assigned to node "${pod.spec.nodeName}"`;
    throw new ApiFailure(409, 'Conflict', message, { name, kind: 'pods/binding' });
  }
  objects.update(
    PODS,
    nameIn(call),
    (current) => ({ ...current, spec: { containers: [], ...current.spec, nodeName } }),
    writeParameters(request),
  );
  return valueAnswer(call, 201, createdStatus());
}
