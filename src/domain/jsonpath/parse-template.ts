import { parseQuoted } from './parse-literal.ts';
import { parsePath } from './parse-path.ts';
import type { JsonPath } from './path.ts';
import { TextCursor } from './text-cursor.ts';

/** A part of a JSONPath template as of `kubectl -o jsonpath=`. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly path: JsonPath }
  /** `{range PATH}...{end}` */
  | { readonly kind: 'range'; readonly path: JsonPath; readonly parts: readonly TemplatePart[] };

/** Reads a template such as `{range .items[*]}{.name}{"\n"}{end}`. Throws UsageError. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  return parseParts(new TextCursor(text), false);
}

/** Parts up to the end of the text or, within a range, up to its `{end}`. */
function parseParts(cursor: TextCursor, withinRange: boolean): TemplatePart[] {
  const parts: TemplatePart[] = [];
  while (!cursor.atEnd) {
    const text = cursor.take(/[^{]+/);
    if (text !== undefined) parts.push({ kind: 'text', text });
    else if (cursor.take(/\{\s*end\s*\}/) === undefined) parts.push(parseAction(cursor));
    else if (withinRange) return parts;
    else cursor.fail('{end} without {range}; after it');
  }
  return withinRange ? cursor.fail('expected {end}') : parts;
}

/** Reads the content of braces. */
function parseAction(cursor: TextCursor): TemplatePart {
  cursor.expect('{');
  cursor.skipBlanks();
  const text = parseQuoted(cursor);
  if (text !== undefined) {
    close(cursor);
    return { kind: 'text', text };
  }
  const isRange = cursor.take(/range[ \t]+/) !== undefined;
  if (cursor.take(/(?=[$@.[])/) === undefined) cursor.fail('expected a path, a quoted text, range or end');
  const path = parsePath(cursor);
  close(cursor);
  return isRange ? { kind: 'range', path, parts: parseParts(cursor, true) } : { kind: 'path', path };
}

function close(cursor: TextCursor): void {
  cursor.skipBlanks();
  cursor.expect('}');
}
