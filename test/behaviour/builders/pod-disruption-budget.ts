import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { KubeApi } from '../harness/kube-api.ts';
import { objectPath } from '../harness/kube-api.ts';
import type { Kind, Plain } from '../harness/kinds.ts';
import { buildable, placeOf, type Buildable, type Place } from './buildable.ts';
import { appLabel } from './pod-spec.ts';

export const BUDGETS: Kind<Plain<V1PodDisruptionBudget>> = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  namespaced: true,
};

/** So many pods of the app have to stay available. */
export function disruptionBudget({ namespace, name }: Place, minAvailable: number): Buildable {
  return buildable(BUDGETS, {
    metadata: { namespace, name },
    spec: { minAvailable, selector: { matchLabels: appLabel(name) } },
  });
}

/** What the disruption controller counts, told in its stead: the sandbox has none. */
export async function setAllowance(
  api: KubeApi,
  budget: Buildable,
  counts: { readonly healthy: number; readonly wished: number },
): Promise<void> {
  const { healthy: currentHealthy, wished: desiredHealthy } = counts;
  const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy);
  const status = { observedGeneration: 1, currentHealthy, desiredHealthy, disruptionsAllowed };
  await api.request(`${objectPath(BUDGETS, placeOf(budget))}/status`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ status: { ...status, expectedPods: currentHealthy } }),
  });
}
