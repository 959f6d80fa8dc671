import type { V1ResourceRequirements } from '@kubernetes/client-node';
import { parseQuantity } from '../quantity.ts';
import type { Plain } from '../stored.ts';
import { invalidValue, type FieldError } from './field-error.ts';

/** Rules for what a container requests and is limited to (`ValidateContainerResourceRequirements`). */
export function resourceErrors(field: string, resources: Plain<V1ResourceRequirements> = {}): FieldError[] {
  const { limits = {}, requests = {} } = resources;
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    if (limit === undefined || amountOf(request) <= amountOf(limit)) return [];
    return [
      invalidValue(`${field}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`),
    ];
  });
}

function amountOf(quantity: string): number {
  return parseQuantity(quantity) ?? 0;
}
