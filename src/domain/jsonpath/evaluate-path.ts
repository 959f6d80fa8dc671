import { parsePath } from './parse-path.ts';
import type { JsonPath } from './path.ts';
import { select, type Selected } from './select.ts';
import { TextCursor } from './text-cursor.ts';

/**
 * The values that a user's path selects, with JSON pointers for patches. In kubectl's custom-columns notation:
 * `{.spec.image}`, `.spec.image`, `spec.image` or `$.spec.image`. Throws UsageError.
 */
export function evaluatePath(path: string, value: unknown): readonly Selected[] {
  return select(parseRelaxedPath(path), value);
}

/** Reads such a path. Throws UsageError. */
export function parseRelaxedPath(text: string): JsonPath {
  const trimmed = text.trim();
  const bare = /^\{(?<inside>[^]*)\}$/.exec(trimmed)?.groups?.inside?.trim() ?? trimmed;
  const cursor = new TextCursor(/^[\w\\]/.test(bare) ? `.${bare}` : bare);
  const path = parsePath(cursor);
  if (!cursor.atEnd || bare === '') cursor.fail('expected a path');
  return path;
}
