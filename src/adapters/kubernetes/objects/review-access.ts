import type { Permission } from '../../../domain/permissions/permission.ts';
import { fieldsOf } from '../../http/json-fields.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/**
 * Asks the server what it would decide; nothing is stored, see
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function reviewAccess(
  perform: Perform,
  permission: Permission,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { verb, group, resource, subresource, namespace, name } = permission;
  const outcome = await perform({
    request: {
      method: 'POST',
      path: PATH,
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb, group, resource, subresource, namespace, name } },
      },
      signal,
    },
    read: readJson,
    repeatable: true,
  });
  return fieldsOf(fieldsOf(valueOf(outcome)).status).allowed === true;
}
