import { isDeepStrictEqual } from 'node:util';
import { ExpectedError } from '../errors.ts';
import { type JsonObject, readJsonObject, recordAt } from './json-object.ts';

/** `.dockerconfigjson` before and after logins were added to it. */
export interface LoginChange {
  readonly before: string;
  readonly after: string;
}

/**
 * Removes added logins from a docker config that somebody may have edited since, and keeps the rest. `undefined` if
 * one of them was changed or a text cannot be read. An unedited config is restored byte for byte.
 */
export function revertLogins(current: string, { before, after }: LoginChange): string | undefined {
  try {
    const config = readJsonObject(current, ORIGIN);
    const [now, old, added] = [authsOf(current), authsOf(before), authsOf(after)];
    const keys = changedKeys(old, added);
    const isOurs = (key: string) => isDeepStrictEqual(now[key], added[key]);
    if (!keys.every((key) => isOurs(key) || isDeepStrictEqual(now[key], old[key]))) return undefined;
    const left = Object.entries(now).filter(([key]) => !keys.includes(key) || !isOurs(key));
    const back = keys.flatMap((key) => (isOurs(key) && Object.hasOwn(old, key) ? [[key, old[key]]] : []));
    const undone = { ...config, auths: Object.fromEntries([...left, ...back]) as JsonObject };
    return isDeepStrictEqual(undone, readJsonObject(before, ORIGIN)) ? before : JSON.stringify(undone);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return undefined;
  }
}

/** Addresses whose login a change has added or replaced; empty if unreadable. */
export function changedLogins({ before, after }: LoginChange): string[] {
  try {
    return changedKeys(authsOf(before), authsOf(after));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return [];
  }
}

/** Addresses that had no login before the changes (oldest first). */
export function addedLogins(changes: readonly LoginChange[]): string[] {
  const [first] = changes;
  if (first === undefined) return [];
  try {
    const old = authsOf(first.before);
    return changes.flatMap(changedLogins).filter((key) => !Object.hasOwn(old, key));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return [];
  }
}

const ORIGIN = 'the docker config';

function authsOf(text: string): JsonObject {
  return recordAt(readJsonObject(text, ORIGIN), 'auths', ORIGIN);
}

function changedKeys(old: JsonObject, added: JsonObject): string[] {
  return Object.keys(added).filter((key) => !isDeepStrictEqual(added[key], old[key]));
}
