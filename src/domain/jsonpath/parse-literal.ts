import type { TextCursor } from './text-cursor.ts';

const KEYWORDS = { true: true, false: false, null: null } as const;

const JSON_ESCAPES = '"\\/bfnrtu';

/** Reads a text in double or single quotes with JSON escapes; `undefined` when there is none here. */
export function parseQuoted(cursor: TextCursor): string | undefined {
  const double = cursor.take(/"(?:\\.|[^"\\])*"/);
  if (double !== undefined) return unquote(double.slice(1, -1), cursor);
  const single = cursor.take(/'(?:\\.|[^'\\])*'/);
  return single === undefined ? undefined : unquote(single.slice(1, -1), cursor);
}

/** Reads a literal in a filter: a quoted text, a number, `true`, `false` or `null`. */
export function parseLiteral(cursor: TextCursor): string | number | boolean | null {
  const text = parseQuoted(cursor);
  if (text !== undefined) return text;
  const number = cursor.take(/[+-]?\d+(?:\.\d+)?/);
  if (number !== undefined) return Number(number);
  for (const [word, value] of Object.entries(KEYWORDS)) if (cursor.skip(word)) return value;
  return cursor.fail('expected a quoted text, a number, true, false or null');
}

function unquote(content: string, cursor: TextCursor): string {
  const escaped = content
    // JSON knows no \' and no \. (kubectl's way to write dots in names), and wants \" for a bare " in single quotes.
    .replaceAll(/\\(?<escape>.)/g, (found, escape: string) =>
      JSON_ESCAPES.includes(escape) ? found : escape,
    )
    .replaceAll(/(?<escape>\\.)|"/g, (found, escape: string | undefined) => escape ?? `\\${found}`);
  try {
    return JSON.parse(`"${escaped}"`) as string;
  } catch {
    return cursor.fail('a quoted text has a bad escape; after it');
  }
}
