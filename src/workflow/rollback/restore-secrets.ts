/** Restores Secrets from their backups once nothing needs the added logins. */
import { CONFIG_KEY, secretText, textPatch } from '../../domain/credentials/secret-data.ts';
import { addedLogins, changedLogins, type LoginChange } from '../../domain/credentials/revert-logins.ts';
import { recordProblem } from '../../domain/change/read-record.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { backedUpName, BACKUP_LABEL } from '../pull-secrets/back-up-secret.ts';
import { changesIn, revertChanges } from '../pull-secrets/secret-backup.ts';
import { pullingWith, type SecretUser, usersOf } from '../pull-secrets/secret-users.ts';
import { failureOf } from './failure-of.ts';

export interface RestoredSecret {
  readonly namespace: string;
  readonly name: string;
  /**
   * `needed`: workloads that were not rolled back pull with it. `kept`: others pull with it, or somebody changed an
   * added login.
   */
  readonly outcome: 'restored' | 'removed' | 'kept' | 'needed';
  readonly message: string;
}

export interface RestoreExtent {
  readonly scope: Scope;
  /** Users that may still need the added logins. */
  readonly users: readonly SecretUser[];
}

/** Yields each Secret when it is restored. Throws ClusterError. */
export async function* restoreSecrets(
  cluster: Cluster,
  { scope, users }: RestoreExtent,
  signal: AbortSignal,
): AsyncGenerator<RestoredSecret> {
  const query = { resource: SECRETS, scope, labelSelector: `${BACKUP_LABEL}=true` };
  for await (const backup of objectsInScope(cluster, query, signal)) {
    const namespace = backup.metadata.namespace ?? '';
    const name = backedUpName(backup);
    if (name === undefined) {
      yield {
        namespace,
        name: backup.metadata.name,
        outcome: 'kept',
        message: 'it does not name the Secret that it is a backup of',
      };
      continue;
    }
    const user = whoNeeds(changesIn(backup), usersOf(`${namespace}/${name}`, users));
    if (user === undefined) {
      yield { namespace, name, ...(await restoreSecret(cluster, { namespace, name }, backup, signal)) };
    } else {
      const outcome = user.recorded ? 'needed' : 'kept';
      yield { namespace, name, outcome, message: `${user.who} pulls with a login that was added to it` };
    }
  }
}

/**
 * A user that prevents restoring: first one that pulls with an added login. A replaced login is restored as soon as
 * everything switched with ours is rolled back.
 */
function whoNeeds(changes: readonly LoginChange[], users: readonly SecretUser[]): SecretUser | undefined {
  const unrecorded = users.filter(({ recorded }) => !recorded);
  const recorded = users.filter((user) => user.recorded);
  return (
    pullingWith(addedLogins(changes), unrecorded)[0] ??
    pullingWith(changes.flatMap(changedLogins), recorded)[0]
  );
}

type Restoration = Pick<RestoredSecret, 'outcome' | 'message'>;

/** If somebody changed an added login, the Secret and its backup are kept. */
async function restoreSecret(
  cluster: Cluster,
  name: { readonly namespace: string; readonly name: string },
  backup: KubernetesObject,
  signal: AbortSignal,
): Promise<Restoration> {
  try {
    if (backup.data === undefined) {
      // The run that created it ended before it wrote anything.
      await guardedDelete(cluster, { resource: SECRETS, seen: backup, stillDue: isEmpty, signal });
      return AS_BEFORE;
    }
    const decide = (secret: KubernetesObject): RestoreDecision => decideRestore(secret, changesIn(backup));
    const { decision } = await guardedPatch(cluster, { resource: SECRETS, ...name }, decide, signal);
    const kept = decision.type === 'refuse' ? decision.reason : 'kept' in decision && decision.kept;
    if (kept !== false) return { outcome: 'kept', message: `${kept}; its backup is kept` };
    await guardedDelete(cluster, { resource: SECRETS, seen: backup, signal });
    const isChanged = 'others' in decision && decision.others;
    return isChanged ? WITHOUT_OURS : AS_BEFORE;
  } catch (error) {
    return { outcome: 'kept', message: failureOf(error, signal) };
  }
}

const AS_BEFORE = { outcome: 'restored', message: 'as it was before' } as const;
const WITHOUT_OURS = {
  outcome: 'restored',
  message: 'added logins removed; later changes kept',
} as const;

function isEmpty({ data }: KubernetesObject): boolean {
  return data === undefined;
}

interface Outcome {
  readonly kept: string | false;
  /** Whether other data was changed since. */
  readonly others: boolean;
}

type RestoreDecision =
  | { readonly type: 'refuse'; readonly reason: string }
  | ({ readonly type: 'nothing' } & Outcome)
  | ({ readonly type: 'patch'; readonly patch: JsonPatch } & Outcome);

function decideRestore(secret: KubernetesObject, changes: readonly LoginChange[]): RestoreDecision {
  const current = secretText(secret, CONFIG_KEY);
  if (current === undefined || changes.length === 0) {
    return { type: 'refuse', reason: 'it or its backup does not contain what this tool wrote' };
  }
  const { value, edited } = revertChanges(changes, current);
  const others = value !== changes[0]?.before;
  const problem = recordProblem(secret);
  if (problem !== undefined) return { type: 'refuse', reason: problem };
  if (value === current) return { type: 'nothing', kept: edited && 'it was changed since', others };
  const kept = edited && 'it was changed before the last change by this tool; only that one is reverted';
  return { type: 'patch', patch: textPatch(secret, CONFIG_KEY, value), kept, others };
}
