/** Only into namespaces that are there and stay (the plugin NamespaceLifecycle). */
import { NAMESPACES } from '../api-resources.ts';
import { ApiFailure } from '../api-failure.ts';
import { forbidden, notFound } from '../refusals.ts';
import type { AdmissionRequest } from './admission-request.ts';

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Throws ApiFailure: 404 when the namespace is not there, 403 when it is being deleted or must not be. */
export function checkNamespace({ operation, resource, object, objects }: AdmissionRequest): void {
  const { name, namespace } = object.metadata;
  if (operation === 'DELETE') {
    if (resource.kind === 'Namespace' && resource.group === '' && IMMORTAL.has(name)) {
      throw forbidden(resource, name, 'this namespace may not be deleted');
    }
    return;
  }
  if (!resource.namespaced || operation === 'UPDATE') return;
  const place = namespace ?? '';
  const found = objects.get(NAMESPACES, { name: place });
  if (found === undefined) throw notFound(NAMESPACES, place);
  if (found.metadata.deletionTimestamp === undefined) return;
  const reason = `unable to create new content in namespace ${place} because it is being terminated`;
  const refusal = forbidden(resource, name, reason);
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${place} is being terminated`,
    field: 'metadata.namespace',
  };
  throw new ApiFailure(403, 'Forbidden', refusal.message, { ...refusal.details, causes: [cause] });
}
