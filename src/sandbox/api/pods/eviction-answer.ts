import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import { ApiFailure } from '../../objects/api-failure.ts';
import { POD_DISRUPTION_BUDGETS, PODS } from '../../objects/api-resources.ts';
import { recordOf } from '../../objects/json/json-record.ts';
import type { Pod } from '../../objects/pod.ts';
import type { Plain, Stored } from '../../objects/stored.ts';
import { readBody } from '../content/read-body.ts';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer.ts';
import { createdStatus } from '../http/status-answer.ts';
import { objectIn, nameIn, type ResourceCall } from '../resource-call.ts';
import { optionsIn } from '../verbs/delete-options.ts';
import { selects } from '../../objects/selectors/selects.ts';

type Budget = Stored<Plain<V1PodDisruptionBudget>>;

/** Deletes a pod unless a disruption budget forbids it: 429 (policy/v1 `Eviction`). */
export function evictionAnswer(call: ResourceCall): ApiAnswer {
  const { objects, request, info } = call;
  const pod = objectIn({ ...call, resource: PODS });
  const budget = objects
    .list(POD_DISRUPTION_BUDGETS, info.namespace)
    .find((one) => selects(one.spec?.selector, pod.metadata.labels));
  if (budget !== undefined && isGuarded(pod) && (budget.status?.disruptionsAllowed ?? 0) <= 0)
    throw refused(budget);
  const { deleteOptions } = recordOf(readBody(request).value);
  objects.delete(PODS, nameIn(call), optionsIn(recordOf(deleteOptions), request.url));
  return jsonAnswer(201, createdStatus());
}

/** Pods that have ended or never began count for no budget. */
function isGuarded({ status }: Pod): boolean {
  return status?.phase === 'Running';
}

function refused({ metadata, status }: Budget): ApiFailure {
  const needed = `needs ${status?.desiredHealthy ?? 0} healthy pods and has ${status?.currentHealthy ?? 0} currently`;
  const causes = [
    { reason: 'DisruptionBudget', message: `The disruption budget ${metadata.name} ${needed}` },
  ];
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  return new ApiFailure(429, 'TooManyRequests', message, { causes });
}
