/** The data of a Secret before and after each change by the tool, as stored in its backup. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { type LoginChange, revertLogins } from '../../domain/credentials/revert-logins.ts';
import { secretText } from '../../domain/credentials/secret-data.ts';

/**
 * Adds an upcoming change; oldest first. Changes are merged unless somebody edited the Secret in between; the last
 * one is kept separate until it is known to be made.
 */
export function withChange(changes: readonly LoginChange[], change: LoginChange): LoginChange[] {
  const [previous, last] = [changes.at(-2), changes.at(-1)];
  if (change.before === last?.before) return [...changes.slice(0, -1), change];
  if (previous === undefined || previous.after !== last?.before || last.after !== change.before) {
    return [...changes, change];
  }
  return [...changes.slice(0, -2), { before: previous.before, after: last.after }, change];
}

/**
 * Reverts the changes, newest first. In data edited since, only our own logins are removed; `edited`: one of them was
 * changed and cannot be reverted.
 */
export function revertChanges(
  changes: readonly LoginChange[],
  current: string,
): { readonly value: string; readonly edited: boolean } {
  let value = current;
  for (const change of changes.toReversed()) {
    const { before, after } = change;
    if (value === after) value = before;
    else if (value !== before && value !== changes[0]?.before) {
      const undone = revertLogins(value, change);
      if (undone === undefined) return { value, edited: true };
      value = undone;
    }
  }
  return { value, edited: false };
}

/** The changes in a backup: keys `before` and `after`, then `before-2` and `after-2`, and so on. */
export function changesIn(backup: KubernetesObject): LoginChange[] {
  const changes: LoginChange[] = [];
  for (;;) {
    const suffix = suffixOf(changes.length);
    const before = secretText(backup, `before${suffix}`);
    const after = secretText(backup, `after${suffix}`);
    if (before === undefined || after === undefined) return changes;
    changes.push({ before, after });
  }
}

/** The data of a backup by key. */
export function backupTexts(changes: readonly LoginChange[]): Record<string, string> {
  const texts = changes.flatMap(({ before, after }, index) => [
    [`before${suffixOf(index)}`, before],
    [`after${suffixOf(index)}`, after],
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}

function suffixOf(index: number): string {
  return index === 0 ? '' : `-${index + 1}`;
}
