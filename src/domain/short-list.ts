/** `a, b and 3 more`: distinct texts, at most `most`, so that a cell or a sentence stays readable. */
export function shortList(texts: Iterable<string>, most = 6): string {
  const distinct = [...new Set(texts)];
  const shown = distinct.slice(0, most).join(', ');
  return distinct.length > most ? `${shown} and ${distinct.length - most} more` : shown;
}
