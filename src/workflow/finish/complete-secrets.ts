/** Restores field ownership of pull Secrets after a run that was stopped between two writes. */
import { isOwnerRestoreDue } from '../../domain/change/record.ts';
import { readChangeLog } from '../../domain/change/read-record.ts';
import { LEGACY_PULL_SECRET_TYPE, PULL_SECRET_TYPE } from '../../domain/credentials/secret-data.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import { completeOwnerRestore } from '../cluster/restore-field-owners.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';

/** What cannot be restored stays recorded on the Secret for the next finish. Throws ClusterError. */
export async function completeSecrets(
  cluster: Cluster,
  { scope, maxInFlight }: { readonly scope: Scope; readonly maxInFlight: number },
  signal: AbortSignal,
): Promise<void> {
  const options = { concurrency: maxInFlight, signal };
  const due = await dueSecrets(cluster, scope, signal);
  await mapConcurrently(
    due,
    async (secret) => completeOwnerRestore(cluster, refOf(SECRETS, secret), signal),
    options,
  );
}

/** Secrets whose field ownership is still to be restored. Throws ClusterError. */
export async function dueSecrets(
  cluster: Cluster,
  scope: Scope,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const due: KubernetesObject[] = [];
  for (const type of [PULL_SECRET_TYPE, LEGACY_PULL_SECRET_TYPE]) {
    const query = { resource: SECRETS, scope, fieldSelector: `type=${type}` };
    for await (const secret of objectsInScope(cluster, query, signal)) if (isDue(secret)) due.push(secret);
  }
  return due;
}

function isDue(secret: KubernetesObject): boolean {
  const log = readChangeLog(secret);
  return !('problem' in log) && isOwnerRestoreDue(log);
}
