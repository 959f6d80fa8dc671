import { parseFieldSelector } from '../../objects/selectors/field-selector.ts';
import { parseLabelSelector } from '../../objects/selectors/label-selector.ts';
import type { Stored } from '../../objects/stored.ts';
import { parameterOf } from '../http/api-request.ts';
import type { ResourceCall } from '../resource-call.ts';

/** Which objects a list or a watch is about. */
export interface Selection {
  /** Every object matches. */
  readonly isAll: boolean;
  matches(object: Stored): boolean;
}

/** Reads `labelSelector` and `fieldSelector`; throws ApiFailure 400 when one is none. */
export function selectionIn({ request, resource }: Pick<ResourceCall, 'request' | 'resource'>): Selection {
  const labels = parameterOf(request.url, 'labelSelector');
  const fields = parameterOf(request.url, 'fieldSelector');
  const selectors = [
    ...(labels === undefined ? [] : [parseLabelSelector(labels)]),
    ...(fields === undefined ? [] : [parseFieldSelector(resource, fields)]),
  ];
  return {
    isAll: selectors.length === 0,
    matches: (object) => selectors.every((selects) => selects(object)),
  };
}
