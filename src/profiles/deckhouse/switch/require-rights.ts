/** Whether the user may do all that a switch of Deckhouse does, before its first change. */
import { ClusterError, ExpectedError } from '../../../domain/errors.ts';
import { describePermission, type Permission, type Verb } from '../../../domain/permissions/permission.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';

const NEEDED: readonly (readonly [verb: Verb, group: string, resource: string])[] = [
  ['get', '', 'secrets'],
  ['create', '', 'secrets'],
  ['patch', '', 'secrets'],
  ['delete', '', 'secrets'],
  ['patch', 'apps', 'deployments'],
  ['delete', '', 'pods'],
];

/** Throws ExpectedError that names what is missing. A server that tells nothing of permissions stops nobody. */
export async function requireRights(cluster: Cluster, signal: AbortSignal): Promise<void> {
  const needed = NEEDED.map(([verb, group, resource]): Permission => ({
    verb,
    group,
    resource,
    namespace: D8_SYSTEM,
  }));
  try {
    const allowed = await Promise.all(needed.map(async (permission) => cluster.allows(permission, signal)));
    const missing = needed.filter((_, index) => allowed[index] !== true).map(describePermission);
    if (missing.length === 0) return;
    throw new ExpectedError(`nothing was changed: you may not ${missing.join(', ')} in ${D8_SYSTEM}`, {
      nextStep: 'Ask for these permissions, or act as somebody who has them (--as system:sudouser).',
    });
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
  }
}
