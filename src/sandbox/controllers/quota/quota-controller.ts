/** Tells how much of a ResourceQuota is used (k8s `pkg/controller/resourcequota`). */
import { PODS, RESOURCE_QUOTAS } from '../../objects/api-resources.ts';
import { quotaUsage } from '../../objects/admission/resource-quota.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import type { Controller, Surroundings } from '../controller.ts';
import type { Pod } from '../kinds.ts';
import { isFinished } from '../pod-state.ts';

export function quotaController(surroundings: Surroundings): Controller {
  const { objects, indexes } = surroundings;
  return {
    name: 'resourcequota-controller',
    concerned: (event) => {
      const { resource, object } = event;
      if (resource === RESOURCE_QUOTAS) return [object.metadata];
      const { namespace } = object.metadata;
      if (namespace === undefined || !changesUse(event)) return [];
      return indexes.quotas.in(namespace).map(({ metadata }) => metadata);
    },
    reconcile: (name) => {
      const quota = objects.get(RESOURCE_QUOTAS, name);
      if (quota === undefined) return;
      const hard = quota.spec?.hard ?? {};
      const status = { hard, used: quotaUsage(quota, objects) };
      objects.updateStatus(RESOURCE_QUOTAS, name, (current) => ({ ...current, status }));
    },
  };
}

function changesUse({ type, resource, object, previous }: ObjectEvent): boolean {
  if (type !== 'MODIFIED') return true;
  return resource === PODS && isFinished(object) !== isFinished(previous as Pod);
}
