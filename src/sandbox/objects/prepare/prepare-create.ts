import type { ApiResource } from '../api-resource.ts';
import { changeField, fillIn, withField } from '../defaults/fill-in.ts';
import type { JsonRecord } from '../json/json-record.ts';
import type { Objects } from '../objects.ts';
import { initialStatus } from './initial-status.ts';
import { withJobSelector } from './job-selector.ts';
import { withTemplateGeneration } from './template-generation.ts';
import { withClusterIp } from './cluster-ip.ts';

export interface Preparation {
  readonly objects: Pick<Objects, 'list'>;
  /** As timestamps are written. */
  readonly now: string;
}

/** What the server itself puts into an object that is created (`PrepareForCreate` of its strategies). */
export function prepareCreate(
  resource: ApiResource,
  object: JsonRecord,
  { objects, now }: Preparation,
): JsonRecord {
  const own = ownFields(resource, object, objects);
  // A node tells of itself when it registers.
  if (!resource.hasStatus || resource.kind === 'Node') return own;
  if (resource.openApiSchema === undefined) {
    return { ...own, status: initialStatus(resource.kind, own, now) };
  }
  return withField(own, 'status', undefined);
}

function ownFields(resource: ApiResource, object: JsonRecord, objects: Pick<Objects, 'list'>): JsonRecord {
  if (resource.openApiSchema !== undefined) return object;
  switch (resource.kind) {
    case 'Job':
      return withJobSelector(object);
    case 'DaemonSet':
      return withTemplateGeneration(object, 1);
    case 'Service':
      return withClusterIp(object, objects);
    case 'Namespace':
      return changeField(fillIn(object, { spec: {} }), 'spec', () => ({ finalizers: ['kubernetes'] }));
    default:
      return object;
  }
}
