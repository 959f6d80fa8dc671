/** The first place at which a text departs from the grammar of image references. */
export interface Fault {
  /** Characters before it, from the start of the text that was checked. */
  readonly offset: number;
  /** A clause, e.g. `the tag is empty`. */
  readonly reason: string;
  /** One sentence: what to write instead. */
  readonly nextStep: string;
}

/** Length of the longest prefix that `grammar` (sticky) accepts. */
export function acceptedLength(grammar: RegExp, text: string): number {
  grammar.lastIndex = 0;
  return grammar.exec(text)?.[0].length ?? 0;
}

/** A character as it is shown in a message: quoted, control characters escaped. */
export function quoteCharacter(text: string, offset: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
}
