/** Number of inserted, deleted, replaced or swapped letters between two words (optimal string alignment distance). */
export function editDistance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const isSwapped = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      next.push(
        Math.min(
          at(row, column - 1) + (from[line - 1] === to[column - 1] ? 0 : 1),
          isSwapped ? at(before, column - 2) + 1 : Infinity,
          at(row, column) + 1,
          at(next, column - 1) + 1,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return at(row, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
