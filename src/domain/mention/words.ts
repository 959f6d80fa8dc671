/** Cuts a text into the words that may be references: what comes between is white space, quotes, commas and the like. */

export interface Word {
  /** Without a scheme such as `docker://`. */
  readonly text: string;
  /** Where it begins in the whole text, after the scheme. */
  readonly start: number;
  /** In lower case, without `://`. */
  readonly scheme?: string;
}

/** What JSON writes for a line break is no part of a word; brackets are, where they hold an IPv6 address. */
const PIECE = /\\[bfnrt]|(?:\[[\da-f]{0,4}:[\da-f:]{0,45}\])?[\w.:/@+-]+/gi;

/** Of any length texts may be; schemes are not, and words are searched in one pass. */
const SCHEME_AT_MOST = 40;
const SCHEME = /[a-z][a-z\d+.-]*$/i;

/** Replacing references in a text by others never changes how many words it has. */
export function wordsIn(text: string): Word[] {
  return [...text.matchAll(PIECE)].flatMap(({ 0: piece, index }) => {
    if (piece.startsWith('\\')) return [];
    const end = piece.indexOf('://');
    const [scheme] = SCHEME.exec(piece.slice(Math.max(0, end - SCHEME_AT_MOST), Math.max(0, end))) ?? [];
    if (scheme === undefined) return [{ text: piece, start: index }];
    const before = end + '://'.length;
    return [{ text: piece.slice(before), start: index + before, scheme: scheme.toLowerCase() }];
  });
}
