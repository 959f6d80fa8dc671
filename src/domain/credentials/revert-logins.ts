import { isDeepStrictEqual } from 'node:util';
import { ExpectedError } from '../errors.ts';
import { type JsonObject, readJsonObject, recordAt } from './json-object.ts';

/** `.dockerconfigjson` before and after logins were added to it. */
export interface LoginChange {
  readonly before: string;
  readonly after: string;
}

/**
 * Takes logins out of a docker config that somebody else has edited since, and leaves the rest as it is. `undefined`
 * where one of them is another by now, or a text cannot be read. What comes out as it was before is so byte for byte.
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

/** Addresses whose login a change has added or replaced; none where it cannot be read. */
export function changedLogins({ before, after }: LoginChange): string[] {
  try {
    return changedKeys(authsOf(before), authsOf(after));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return [];
  }
}

/** Of the addresses of changes, oldest first, those that had no login before: what was replaced is somebody's. */
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
