/** Which Secrets belong to this tool and may be deleted: not those that others created or changed. */
import { isOurEntry, managedFieldsOf, ownedPath } from '../../domain/change/field-owners.ts';
import { jsonPointer } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { CONFIG_KEY, secretText } from '../../domain/credentials/secret-data.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

/** Data of a pull Secret before its first login. */
export const NO_LOGINS = JSON.stringify({ auths: {} });

/** A pull Secret that was created but never filled, as its run ended in between. */
export function isUnfilled(secret: KubernetesObject): boolean {
  return secretText(secret, CONFIG_KEY) === NO_LOGINS;
}

/** It has the tool's label, and nobody else owns any of its data. */
export function isOwnSecret(secret: KubernetesObject): boolean {
  const isLabelled = Object.entries(MANAGED_BY).every(
    ([key, value]) => secret.metadata.labels?.[key] === value,
  );
  return isLabelled && !isEdited(secret);
}

/** Whether somebody else owns some of its data. */
export function isEdited(secret: KubernetesObject): boolean {
  const pointers = Object.keys(secret.data ?? {}).map((key) => jsonPointer('data', key));
  return managedFieldsOf(secret).some(
    (entry) =>
      !isOurEntry(entry) && pointers.some((pointer) => ownedPath(secret, entry, pointer) !== undefined),
  );
}
