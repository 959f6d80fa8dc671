/** What quotas of the namespace limit: numbers of objects, cpu and memory of pods (the plugin ResourceQuota). */
import type { V1ResourceQuota } from '@kubernetes/client-node';
import { BUILT_IN_RESOURCES, RESOURCE_QUOTAS } from '../api-resources.ts';
import type { ApiResource } from '../api-resource.ts';
import { forbidden } from '../refusals.ts';
import type { Plain, Stored } from '../stored.ts';
import type { AdmissionRequest } from './admission-request.ts';
import { amount, measureOf, shown, type Measure } from './quota-measure.ts';

type Quota = Stored<Plain<V1ResourceQuota>>;

/** Throws ApiFailure 403 when a new object would use too much, or does not say what it needs. */
export function checkQuota({ operation, resource, object, objects }: AdmissionRequest): void {
  const { namespace, name } = object.metadata;
  if (operation !== 'CREATE' || namespace === undefined) return;
  for (const quota of objects.list(RESOURCE_QUOTAS, namespace)) {
    const problem = problemOf(quota, resource, object, objects.list(resource, namespace));
    if (problem !== undefined) throw forbidden(resource, name, problem);
  }
}

/** How much of what a quota limits is used, where it can be told; as `status.used` has it. */
export function quotaUsage(quota: Quota, objects: AdmissionRequest['objects']): Record<string, string> {
  const used = Object.keys(quota.spec?.hard ?? {}).flatMap((key): [string, string][] => {
    const resource = BUILT_IN_RESOURCES.find((one) => measureOf(key, one) !== undefined);
    const measure = resource === undefined ? undefined : measureOf(key, resource);
    if (resource === undefined || measure === undefined) return [];
    return [[key, shown(key, total(measure, objects.list(resource, quota.metadata.namespace)))]];
  });
  return Object.fromEntries(used);
}

interface Limit {
  readonly key: string;
  readonly hard: string;
  readonly measure: Measure;
}

function problemOf(
  quota: Quota,
  resource: ApiResource,
  object: Stored,
  others: readonly Stored[],
): string | undefined {
  const limits = limitsOf(quota, resource);
  const { name } = quota.metadata;
  const silent = limits.flatMap(({ key, measure }) => {
    const containers = measure.silent?.(object) ?? [];
    return containers.length === 0 ? [] : [`${key} for: ${containers.join(',')}`];
  });
  if (silent.length > 0) return `failed quota: ${name}: must specify ${silent.join('; ')}`;
  const exceeded = limits.filter(
    ({ hard, measure }) => measure.use(object) > 0 && total(measure, [...others, object]) > amount(hard),
  );
  if (exceeded.length === 0) return undefined;
  const list = (value: (limit: Limit) => string) =>
    exceeded.map((limit) => `${limit.key}=${value(limit)}`).join(',');
  const requested = list(({ key, measure }) => shown(key, measure.use(object)));
  const used = list(({ key, measure }) => shown(key, total(measure, others)));
  return `exceeded quota: ${name}, requested: ${requested}, used: ${used}, limited: ${list(({ hard }) => hard)}`;
}

function limitsOf({ spec }: Quota, resource: ApiResource): readonly Limit[] {
  return Object.entries(spec?.hard ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, hard]) => {
      const measure = measureOf(key, resource);
      return measure === undefined ? [] : [{ key, hard, measure }];
    });
}

function total({ use }: Measure, objects: readonly Stored[]): number {
  return objects.reduce((sum, object) => sum + use(object), 0);
}
