import { recordOf, type JsonRecord } from '../../objects/json/json-record.ts';
import type { DeleteOptions } from '../../objects/objects.ts';
import { readBody } from '../content/read-body.ts';
import { parameterOf, type ApiRequest } from '../http/api-request.ts';
import { invalidOptions } from '../http/invalid-options.ts';
import { isDryRun } from './write-parameters.ts';

/** Options of a deletion, from its body (meta/v1 `DeleteOptions`) or, without one, its query. */
export function deleteOptions(request: ApiRequest): DeleteOptions {
  const { url, body } = request;
  return optionsIn(body.length === 0 ? fromQuery(url) : recordOf(readBody(request).value), url);
}

/** Options of a deletion, from a `DeleteOptions`. */
export function optionsIn(said: JsonRecord, url: URL): DeleteOptions {
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = said;
  const { uid, resourceVersion } = recordOf(preconditions);
  return {
    dryRun: isDryRun(url) || (Array.isArray(dryRun) && dryRun.length > 0),
    gracePeriodSeconds: typeof gracePeriodSeconds === 'number' ? gracePeriodSeconds : undefined,
    propagationPolicy: policyOf(propagationPolicy, orphanDependents),
    uid: textOf(uid),
    resourceVersion: textOf(resourceVersion),
  };
}

function fromQuery(url: URL): JsonRecord {
  const seconds = parameterOf(url, 'gracePeriodSeconds');
  const orphan = parameterOf(url, 'orphanDependents');
  return {
    gracePeriodSeconds: seconds === undefined ? undefined : Number(seconds),
    propagationPolicy: parameterOf(url, 'propagationPolicy'),
    orphanDependents: orphan === undefined ? undefined : orphan === 'true',
  };
}

const POLICIES = ['Foreground', 'Background', 'Orphan'] as const;

function policyOf(policy: unknown, orphan: unknown): DeleteOptions['propagationPolicy'] {
  if (policy !== undefined && policy !== null) return knownPolicy(policy);
  if (typeof orphan !== 'boolean') return undefined;
  return orphan ? 'Orphan' : 'Background';
}

function knownPolicy(policy: unknown): (typeof POLICIES)[number] {
  const known = POLICIES.find((one) => one === policy);
  if (known !== undefined) return known;
  const supported = [...POLICIES, 'nil'].map((one) => `"${one}"`).join(', ');
  throw invalidOptions('DeleteOptions', {
    field: 'propagationPolicy',
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(policy)}: supported values: ${supported}`,
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
