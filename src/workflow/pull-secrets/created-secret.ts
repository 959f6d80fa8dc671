/** Which Secrets are this tool's own, to be deleted when nobody needs them: what others made, or wrote to, is theirs. */
import { isOurEntry, managedFieldsOf, ownedPath } from '../../domain/change/field-owners.ts';
import { jsonPointer } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { CONFIG_KEY, secretText } from '../../domain/credentials/secret-data.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

/** What a pull Secret holds before its first login comes in. */
export const NO_LOGINS = JSON.stringify({ auths: {} });

/** A pull Secret that was created and never filled: its run has ended in between. */
export function isUnfilled(secret: KubernetesObject): boolean {
  return secretText(secret, CONFIG_KEY) === NO_LOGINS;
}

/** It bears our label, as all that this tool creates, and nobody else owns anything of what it holds. */
export function isOwnSecret(secret: KubernetesObject): boolean {
  const isLabelled = Object.entries(MANAGED_BY).every(
    ([key, value]) => secret.metadata.labels?.[key] === value,
  );
  return isLabelled && !isEdited(secret);
}

/** Somebody else owns something of what it holds. */
export function isEdited(secret: KubernetesObject): boolean {
  const pointers = Object.keys(secret.data ?? {}).map((key) => jsonPointer('data', key));
  return managedFieldsOf(secret).some(
    (entry) =>
      !isOurEntry(entry) && pointers.some((pointer) => ownedPath(secret, entry, pointer) !== undefined),
  );
}
