import type { ApiResource } from '../api-resource.ts';
import { withField } from '../defaults/fill-in.ts';
import { recordOf, type JsonRecord } from '../json/json-record.ts';

/** A changed object with what only the server or another subresource may change as it was. */
export function prepareUpdate(resource: ApiResource, current: JsonRecord, next: JsonRecord): JsonRecord {
  const kept = resource.hasStatus ? withField(next, 'status', current.status) : next;
  if (resource.openApiSchema !== undefined) return kept;
  if (resource.kind === 'Namespace') return withField(kept, 'spec', current.spec);
  return resource.kind === 'Service' ? withAddress(current, kept) : kept;
}

/** An object with the status of another one; a namespace also with its spec, the finalizers, which are a subresource too. */
export function prepareStatusUpdate(current: JsonRecord, next: JsonRecord): JsonRecord {
  const kept = current.kind === 'Namespace' ? withField(current, 'spec', next.spec) : current;
  return withField(kept, 'status', next.status);
}

/** A Service that leaves its address out keeps it. */
function withAddress(current: JsonRecord, next: JsonRecord): JsonRecord {
  const before = recordOf(current.spec);
  const after = recordOf(next.spec);
  if (after.clusterIP !== undefined || before.type === 'ExternalName') return next;
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = before;
  return { ...next, spec: { clusterIPs, ipFamilies, ipFamilyPolicy, ...after, clusterIP } };
}
