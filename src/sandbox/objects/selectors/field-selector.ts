/** Field selectors as requests carry them: `status.phase!=Running,spec.nodeName=node-1`. */
import { valueAt } from '../json/value-at.ts';
import { ApiFailure } from '../api-failure.ts';
import type { ApiResource } from '../api-resource.ts';
import type { Selector } from './label-selector.ts';

const EVERY = ['metadata.name', 'metadata.namespace'];

/** Fields beyond those of every object, by kind (the `AddFieldLabelConversionFunc`s of the API groups). */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  ReplicationController: ['status.replicas'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

/** Where a field is kept, if not at its name. */
const PLACES: Readonly<Record<string, string>> = {
  'Event source': 'source.component',
  'Job status.successful': 'status.succeeded',
};

/** Fields that are empty texts for some kinds where others have false or 0. */
const WHEN_ABSENT: Readonly<Record<string, string>> = {
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
  'status.replicas': '0',
  'status.successful': '0',
};

/** Throws ApiFailure 400 when the text is no selector or the resource has no such field to select by. */
export function parseFieldSelector(resource: ApiResource, text: string): Selector {
  const terms = text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => parseTerm(resource, term, text));
  return (object) => terms.every((holds) => holds(object));
}

function parseTerm(resource: ApiResource, term: string, whole: string): Selector {
  const [, field, operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(term) ?? [];
  if (field === undefined || value === undefined) {
    const message = `invalid selector: '${whole}'; can't understand '${term}'`;
    throw new ApiFailure(400, 'BadRequest', message);
  }
  checkField(resource, field);
  const path = (PLACES[`${resource.kind} ${field}`] ?? field).split('.');
  const absent = WHEN_ABSENT[field] ?? '';
  const wanted = operator !== '!=';
  return (object) => (asText(valueAt(object, path), absent) === value) === wanted;
}

function asText(value: unknown, absent: string): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : absent;
}

function checkField({ kind, group, openApiSchema }: ApiResource, field: string): void {
  const own = openApiSchema === undefined ? (FIELDS[kind] ?? []) : [];
  if (EVERY.includes(field) || own.includes(field)) return;
  throw new ApiFailure(400, 'BadRequest', unsupported(kind, group, field));
}

function unsupported(kind: string, group: string, field: string): string {
  if (kind === 'Job') return `field label "${field}" not supported for Job`;
  const isCore = group === '' && FIELDS[kind] !== undefined;
  return isCore
    ? `field label not supported: ${field}`
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}
