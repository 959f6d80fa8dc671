/**
 * Makes foreign text (names, annotations, server messages, flags) safe for a terminal or a log: no escape sequences,
 * no bidirectional or zero-width characters, no line that looks like one of ours.
 */

/** Replaces each unprintable character. */
const SUBSTITUTE = '\ufffd';

/** Controls, formats (bidirectional, zero-width), line separators, lone surrogates, private use. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_BREAKS = /[\n\v\f\r\u0085\u2028\u2029]+/g;
/** Whitespace of our own layout. */
const LAYOUT: ReadonlySet<string> = new Set(['\n', '\t']);

/** A table cell: one line, single spaces. */
export function printable(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(UNPRINTABLE, SUBSTITUTE);
}

/** One line, with its indentation. */
export function printableLine(text: string): string {
  return printableText(text.replaceAll(LINE_BREAKS, ' '));
}

/** Text of several lines. */
export function printableText(text: string): string {
  return text.replaceAll(UNPRINTABLE, (found) => (LAYOUT.has(found) ? found : SUBSTITUTE));
}

/**
 * Replaces unprintable characters in JSON (or YAML with JSON-quoted strings) by JSON escapes; the value stays the
 * same.
 */
export function escaped(json: string): string {
  return json.replaceAll(UNPRINTABLE, (found) => (LAYOUT.has(found) ? found : escapes(found)));
}

/** Whether a text is printed unchanged; line breaks and tabs are allowed. */
export function isPrintable(text: string): boolean {
  return printableText(text) === text;
}

function escapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
