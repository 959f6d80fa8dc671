/** Numbers of objects that quotas of the namespace limit (the plugin ResourceQuota). */
import type { V1Pod } from '@kubernetes/client-node';
import { resourceName } from '../../../domain/kubernetes/resource.ts';
import { RESOURCE_QUOTAS } from '../api-resources.ts';
import type { ApiResource } from '../api-resource.ts';
import { forbidden } from '../refusals.ts';
import type { Plain, Stored } from '../stored.ts';
import type { AdmissionRequest } from './admission-request.ts';

/** Resources that quotas also count without `count/`. */
const PLAIN: ReadonlySet<string> = new Set([
  'configmaps',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

/** Throws ApiFailure 403 when a new object would be one too many. */
export function checkQuota({ operation, resource, object, objects }: AdmissionRequest): void {
  const { namespace, name } = object.metadata;
  if (operation !== 'CREATE' || namespace === undefined) return;
  for (const quota of objects.list(RESOURCE_QUOTAS, namespace)) {
    const hard = Object.entries(quota.spec?.hard ?? {});
    const limits = hard.filter(([key]) => countedBy(resource).includes(key)).toSorted();
    if (limits.length === 0) continue;
    const used = countUsed(resource, objects.list(resource, namespace));
    const exceeded = limits.filter(([, limit]) => used + 1 > Number(limit));
    if (exceeded.length === 0) continue;
    const said = (value: (limit: string) => string | number) =>
      exceeded.map(([key, limit]) => `${key}=${value(limit)}`).join(',');
    const requested = said(() => 1);
    const amounts = `requested: ${requested}, used: ${said(() => used)}, limited: ${said((limit) => limit)}`;
    throw forbidden(resource, name, `exceeded quota: ${quota.metadata.name}, ${amounts}`);
  }
}

/** What quotas call the number of objects of a resource. */
export function countedBy(resource: ApiResource): readonly string[] {
  const name = resourceName(resource);
  return PLAIN.has(name) ? [name, `count/${name}`] : [`count/${name}`];
}

/** How many of the objects count: pods do not when they have ended. */
export function countUsed(resource: ApiResource, objects: readonly Stored[]): number {
  if (resource.kind !== 'Pod' || resource.group !== '') return objects.length;
  return objects.filter((pod) => !hasEnded(pod as Stored<Plain<V1Pod>>)).length;
}

function hasEnded({ status }: Stored<Plain<V1Pod>>): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
