/** `a, b and 3 more`: a cell stays readable. */
export function shortList(texts: Iterable<string>, most = 2): string {
  const distinct = [...new Set(texts)];
  const shown = distinct.slice(0, most).join(', ');
  return distinct.length > most ? `${shown} and ${distinct.length - most} more` : shown;
}
