/** Splits a text at whitespace, quotes, commas and the like into words that may be references. */

export interface Word {
  /** Without a scheme such as `docker://`. */
  readonly text: string;
  /** Offset in the whole text, after the scheme. */
  readonly start: number;
  /** In lower case, without `://`. */
  readonly scheme?: string;
}

/** Escaped line breaks of JSON are not part of a word; brackets of an IPv6 address are. */
const PIECE = /\\[bfnrt]|(?:\[[\da-f]{0,4}:[\da-f:]{0,45}\])?[\w.:/@+-]+/gi;

/** Linear time for long texts: schemes have a maximum length. */
const SCHEME_AT_MOST = 40;
const SCHEME = /[a-z][a-z\d+.-]*$/i;

/** Rewriting references does not change the number of words. */
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
