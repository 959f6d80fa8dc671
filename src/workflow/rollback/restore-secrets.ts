/** Puts Secrets back whose backups are there, as soon as nothing needs what was added to them. */
import type { Scope } from '../../domain/inventory/scope.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { BACKUP_LABEL, BACKUP_OF } from '../pull-secrets/back-up-secret.ts';
import { CONFIG_KEY } from '../pull-secrets/grant-pull.ts';
import { changesIn, type SecretChange, undoChanges } from '../pull-secrets/secret-backup.ts';
import { secretText, textPatch } from '../pull-secrets/secret-data.ts';
import { failureOf } from './failure-of.ts';

export interface RestoredSecret {
  readonly namespace: string;
  readonly name: string;
  /** `kept`: somebody edited it since. `needed`: workloads that were not put back pull with it. */
  readonly outcome: 'restored' | 'removed' | 'kept' | 'needed';
  readonly message: string;
}

const NEEDED = 'workloads of its namespace are still switched';

export interface RestoreExtent {
  readonly scope: Scope;
  /** Namespaces in which pods may still need the login that was added. */
  readonly inUse: ReadonlySet<string>;
}

/** One after another, as they are put back. Throws ClusterError. */
export async function* restoreSecrets(
  cluster: Cluster,
  { scope, inUse }: RestoreExtent,
  signal: AbortSignal,
): AsyncGenerator<RestoredSecret> {
  const query = { resource: SECRETS, scope, labelSelector: `${BACKUP_LABEL}=true` };
  for await (const backup of objectsInScope(cluster, query, signal)) {
    const namespace = backup.metadata.namespace ?? '';
    const name = backup.metadata.annotations?.[BACKUP_OF] ?? '';
    if (inUse.has(namespace)) yield { namespace, name, outcome: 'needed', message: NEEDED };
    else yield { namespace, name, ...(await restoreSecret(cluster, { namespace, name }, backup, signal)) };
  }
}

type Restoration = Pick<RestoredSecret, 'outcome' | 'message'>;

/** A Secret that somebody edited since is theirs: it stays, and so does the backup. */
async function restoreSecret(
  cluster: Cluster,
  name: { readonly namespace: string; readonly name: string },
  backup: KubernetesObject,
  signal: AbortSignal,
): Promise<Restoration> {
  try {
    const decide = (secret: KubernetesObject): RestoreDecision => decideRestore(secret, changesIn(backup));
    const { decision } = await guardedPatch(cluster, { resource: SECRETS, ...name }, decide, signal);
    const kept = decision.type === 'refuse' ? decision.reason : 'kept' in decision && decision.kept;
    if (kept !== false) return { outcome: 'kept', message: `${kept}; its backup stays` };
    await guardedDelete(cluster, { resource: SECRETS, seen: backup, signal });
    return { outcome: 'restored', message: 'as it was before' };
  } catch (error) {
    return { outcome: 'kept', message: failureOf(error, signal) };
  }
}

type RestoreDecision =
  | { readonly type: 'refuse'; readonly reason: string }
  | { readonly type: 'nothing'; readonly kept: string | false }
  | { readonly type: 'patch'; readonly patch: JsonPatch; readonly kept: string | false };

function decideRestore(secret: KubernetesObject, changes: readonly SecretChange[]): RestoreDecision {
  const current = secretText(secret, CONFIG_KEY);
  if (current === undefined || changes.length === 0) {
    return { type: 'refuse', reason: 'it or its backup does not hold what we wrote' };
  }
  const { value, edited } = undoChanges(changes, current);
  if (value === current) return { type: 'nothing', kept: edited && 'it was changed since' };
  const kept = edited && 'it was changed before our last change, which alone is undone';
  return { type: 'patch', patch: textPatch(secret, CONFIG_KEY, value), kept };
}
