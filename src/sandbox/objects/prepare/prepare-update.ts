import type { ApiResource } from '../api-resource.ts';
import { changeField, withField } from '../defaults/fill-in.ts';
import { recordOf, type JsonRecord } from '../json/json-record.ts';
import { withNextTemplateGeneration } from './template-generation.ts';

/** A changed object with what only the server or another subresource may change as it was. */
export function prepareUpdate(resource: ApiResource, current: JsonRecord, next: JsonRecord): JsonRecord {
  const kept = resource.hasStatus ? withField(next, 'status', current.status) : next;
  if (resource.openApiSchema !== undefined) return kept;
  if (resource.kind === 'Namespace') return withField(kept, 'spec', current.spec);
  if (resource.kind === 'DaemonSet') return withNextTemplateGeneration(current, kept);
  return resource.kind === 'Service' ? withAddress(current, kept) : kept;
}

/**
 * An object with the status of another one, and with what that says about who manages it. The finalizers in the spec of
 * a namespace, which have a subresource of their own (`/finalize`), are written so too.
 */
export function prepareStatusUpdate(
  resource: ApiResource,
  current: JsonRecord,
  next: JsonRecord,
): JsonRecord {
  const { managedFields } = recordOf(next.metadata);
  const withOwners = changeField(current, 'metadata', (metadata) =>
    withField(metadata, 'managedFields', managedFields),
  );
  const whole = withField(withOwners, 'status', next.status);
  const isNamespace = resource.kind === 'Namespace' && resource.group === '';
  return isNamespace ? withField(whole, 'spec', next.spec) : whole;
}

/** A Service that leaves its address out keeps it. */
function withAddress(current: JsonRecord, next: JsonRecord): JsonRecord {
  const before = recordOf(current.spec);
  const after = recordOf(next.spec);
  if (after.clusterIP !== undefined || before.type === 'ExternalName') return next;
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = before;
  return { ...next, spec: { clusterIPs, ipFamilies, ipFamilyPolicy, ...after, clusterIP } };
}
