/** A command line of this program, quoted for a shell. */

export function shellCommand(words: readonly string[]): string {
  return quotedWords(['kubectl', 'registry-switch', ...words]);
}

export function quotedWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

export type FlagValue = string | number | boolean | readonly string[] | undefined;

/** The arguments that set a flag; none when it has no value. */
export function flagWords(name: string, value: FlagValue): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${name}`];
  return [value].flat().flatMap((one) => [`--${name}`, String(one)]);
}

function quoted(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
