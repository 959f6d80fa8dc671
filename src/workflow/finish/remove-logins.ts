/**
 * Removes the source's logins from a pull Secret. A Secret without other logins is deleted only if this tool created
 * it.
 */
import { recordProblem } from '../../domain/change/read-record.ts';
import { dropLogins } from '../../domain/credentials/drop-logins.ts';
import { managersOf } from '../../domain/inventory/manager.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { type Decided, guardedPatch } from '../cluster/guarded-patch.ts';
import { isOwnSecret } from '../pull-secrets/created-secret.ts';
import type { FinishedObject } from './finished-object.ts';

export interface SourceLogins {
  readonly object: ObjectRef;
  /** Keys of entries only for the source that no pod pulls with. */
  readonly keys: readonly string[];
  /** Entries for the source that are kept. */
  readonly spared: readonly SparedLogin[];
}

export interface SparedLogin {
  readonly key: string;
  readonly reason: string;
}

/** The kept entries, as report items. */
export function sparedIn(logins: readonly SourceLogins[]): FinishedObject[] {
  return logins.flatMap(({ object, spared }) =>
    spared.map(({ key, reason }): FinishedObject => ({
      object,
      outcome: 'kept',
      message: `the entry for ${key} is kept: ${reason}`,
    })),
  );
}

type LoginDecision =
  | { readonly type: 'refuse'; readonly reason: string }
  | { readonly type: 'delete' }
  | { readonly type: 'patch'; readonly patch: JsonPatch; readonly isEmpty: boolean }
  | { readonly type: 'nothing' };

/** What would be done with the current Secret. Reads only. */
export async function futureOfLogins(
  cluster: Cluster,
  logins: SourceLogins,
  signal: AbortSignal,
): Promise<FinishedObject> {
  const secret = await cluster.get(SECRETS, logins.object, signal);
  return outcomeOf(logins, secret === undefined ? { type: 'nothing' } : decide(secret, logins));
}

/** A Secret that somebody else manages is kept. */
export async function removeLogins(
  cluster: Cluster,
  logins: SourceLogins,
  signal: AbortSignal,
): Promise<FinishedObject> {
  const { object } = logins;
  const { decision } = await guardedPatch(cluster, object, (secret) => decide(secret, logins), signal);
  if (decision.type === 'delete') await remove(cluster, logins, signal);
  return outcomeOf(logins, decision);
}

/** Guarded: it may have got another login in between. */
async function remove(cluster: Cluster, logins: SourceLogins, signal: AbortSignal): Promise<void> {
  const seen = await cluster.get(SECRETS, logins.object, signal);
  const stillDue = (secret: KubernetesObject): boolean => decide(secret, logins).type === 'delete';
  if (seen === undefined || seen.metadata.uid !== logins.object.uid || !stillDue(seen)) return;
  await guardedDelete(cluster, { resource: SECRETS, seen, stillDue, signal });
}

function decide(secret: KubernetesObject, { keys }: SourceLogins): LoginDecision {
  const [manager] = managersOf(secret);
  if (manager !== undefined) {
    return { type: 'refuse', reason: `it is managed by ${manager.kind} ${manager.name}` };
  }
  const problem = recordProblem(secret);
  if (problem !== undefined) return { type: 'refuse', reason: problem };
  if (secret.immutable === true) return { type: 'refuse', reason: 'it is immutable' };
  const dropped = dropLogins(secret, new Set(keys));
  if (dropped === undefined) return { type: 'nothing' };
  if (dropped.isEmpty && isOwnSecret(secret)) return { type: 'delete' };
  return { type: 'patch', ...dropped };
}

function outcomeOf(
  { object, keys }: SourceLogins,
  decision: Decided<LoginDecision | { readonly type: 'patch' }>,
): FinishedObject {
  const entries = `${keys.length === 1 ? 'the entry' : 'the entries'} for ${keys.join(', ')}`;
  switch (decision.type) {
    case 'refuse':
      return { object, outcome: 'kept', message: decision.reason };
    case 'delete':
      return { object, outcome: 'removed', message: `contained only ${entries}, created by this tool` };
    default: {
      const isEmpty = 'isEmpty' in decision && decision.isEmpty;
      const rest = isEmpty ? '; kept although empty, as this tool did not create it' : '';
      return { object, outcome: 'reduced', message: `without ${entries}${rest}` };
    }
  }
}
