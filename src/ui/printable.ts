/**
 * Text of others (names, annotations, messages of servers, flags) made harmless for a terminal or a log: no escape
 * sequences, no letters that turn the direction of writing, none without width, no line that looks like one of ours.
 */

/** What is seen instead. */
const SUBSTITUTE = '\ufffd';

/** Controls, formats (bidirectional, zero-width), separators of lines, halves of pairs, private use. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_BREAKS = /[\n\v\f\r\u0085\u2028\u2029]+/g;
/** The blanks of our own layout. */
const LAYOUT: ReadonlySet<string> = new Set(['\n', '\t']);

/** A cell: in one line, with single blanks. */
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

/** JSON, or YAML whose texts with such characters are quoted as in JSON: says the same, by escapes. */
export function escaped(json: string): string {
  return json.replaceAll(UNPRINTABLE, (found) => (LAYOUT.has(found) ? found : escapes(found)));
}

/** Whether a text would be printed as it is; line breaks and tabs are. */
export function isPrintable(text: string): boolean {
  return printableText(text) === text;
}

function escapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
