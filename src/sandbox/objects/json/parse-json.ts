/** JSON as the API server reads it: fields that come twice in an object are told. */
import { ApiFailure } from '../api-failure.ts';
import { jsonFault } from './json-fault.ts';

export interface ParsedBody {
  readonly value: unknown;
  /** Paths of fields that are there more than once, such as `spec.replicas`; the last one counts. */
  readonly duplicates: readonly string[];
}

/** What the server says of a text that is not JSON, by the reason; see `unrecognized` and `unreadablePatch`. */
export type JsonRefusal = (reason: string, text: string) => string;

/** Throws ApiFailure 400 when the text is not JSON. */
export function parseJson(text: string, refusal: JsonRefusal = unrecognized('Status')): ParsedBody {
  const value = parsed(text, refusal);
  return { value, duplicates: hasFewerFields(value, text) ? duplicatesIn(text) : [] };
}

const SHOWN = 30;

/** Of an object of a kind. */
export function unrecognized(kind: string): JsonRefusal {
  return (reason, text) => {
    const head = text.length > SHOWN ? `${text.slice(0, SHOWN)} ...` : text;
    const problem = `couldn't get version/kind; json parse error: ${reason}`;
    return `the object provided is unrecognized (must be of type ${kind}): ${problem} (${head})`;
  };
}

export const unreadablePatch: JsonRefusal = (reason) => `error decoding patch: ${reason}`;

function parsed(text: string, refusal: JsonRefusal): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = jsonFault(text) ?? String(error);
    throw new ApiFailure(400, 'BadRequest', refusal(reason, text));
  }
}

/** Whether the text has more fields than were kept; colons in strings only make the closer look needless. */
function hasFewerFields(value: unknown, text: string): boolean {
  return countFields(value) < (text.match(/"\s*:/g)?.length ?? 0);
}

function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children: unknown[] = Object.values(value);
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + countFields(child), own);
}

/** An object or a list that is being read. */
interface Open {
  readonly path: string;
  /** Fields seen so far; absent for a list. */
  readonly seen?: Set<string>;
  key: string;
  index: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Walks the tokens of valid JSON. */
function duplicatesIn(text: string): string[] {
  const open: Open[] = [];
  const found: string[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const top = open.at(-1);
    if (token === '{' || token === '[') open.push(opened(token, top));
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') nextItem(top);
    else if (token !== ':' && isKey(text, index + token.length)) found.push(...noteKey(top, token));
  }
  return found;
}

function opened(token: string, parent: Open | undefined): Open {
  const path = parent === undefined ? '' : pathOfChild(parent);
  return { path, key: '', index: 0, ...(token === '{' ? { seen: new Set<string>() } : {}) };
}

function pathOfChild({ path, seen, key, index }: Open): string {
  if (seen === undefined) return `${path}[${index}]`;
  return path === '' ? key : `${path}.${key}`;
}

function nextItem(top: Open | undefined): void {
  if (top !== undefined) top.index += 1;
}

function isKey(text: string, end: number): boolean {
  return /^\s*:/.test(text.slice(end, end + 16));
}

function noteKey(top: Open | undefined, token: string): string[] {
  if (top?.seen === undefined) return [];
  top.key = JSON.parse(token) as string;
  if (top.seen.has(top.key)) return [pathOfChild(top)];
  top.seen.add(top.key);
  return [];
}
