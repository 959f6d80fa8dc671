/** Takes the source's logins out of a pull Secret; one that holds nothing else is deleted. */
import { recordProblem } from '../../domain/change/record.ts';
import { dropLogins } from '../../domain/credentials/drop-logins.ts';
import { managersOf } from '../../domain/inventory/manager.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Finding } from '../../domain/verify/findings.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { CONFIG_KEY, secretText, textPatch } from '../../domain/credentials/secret-data.ts';
import type { FinishedObject } from './finished-object.ts';

/** `references` of the finding are the keys of the logins. A Secret that somebody else writes is kept. */
export async function removeLogins(
  cluster: Cluster,
  { object: ref, references }: Finding,
  signal: AbortSignal,
): Promise<FinishedObject> {
  const keys = new Set(references);
  const { decision } = await guardedPatch(cluster, ref, (secret) => decide(secret, keys), signal);
  switch (decision.type) {
    case 'refuse':
      return { object: ref, outcome: 'kept', message: decision.reason };
    case 'patch':
      return { object: ref, outcome: 'reduced', message: `without ${references.join(', ')}` };
    default:
      await removeEmpty(cluster, ref, keys, signal);
      return { object: ref, outcome: 'removed', message: `it held only ${references.join(', ')}` };
  }
}

/** It may have got another login in between. */
async function removeEmpty(
  cluster: Cluster,
  ref: ObjectRef,
  keys: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const seen = await cluster.get(SECRETS, ref, signal);
  const stillDue = (secret: KubernetesObject): boolean => decide(secret, keys).type === 'empty';
  if (seen === undefined || seen.metadata.uid !== ref.uid || !stillDue(seen)) return;
  await guardedDelete(cluster, { resource: SECRETS, seen, stillDue, signal });
}

function decide(secret: KubernetesObject, keys: ReadonlySet<string>) {
  const [manager] = managersOf(secret);
  if (manager !== undefined) {
    return { type: 'refuse', reason: `${manager.kind} ${manager.name} decides about it` } as const;
  }
  const problem = recordProblem(secret);
  if (problem !== undefined) return { type: 'refuse', reason: problem } as const;
  if (secret.immutable === true) return { type: 'refuse', reason: 'it is immutable' } as const;
  const text = dropLogins(secretText(secret, CONFIG_KEY) ?? '', keys);
  return text === undefined
    ? ({ type: 'empty' } as const)
    : ({ type: 'patch', patch: textPatch(secret, CONFIG_KEY, text) } as const);
}
