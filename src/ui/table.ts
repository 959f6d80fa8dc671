import { printable } from './printable.ts';

const GAP = '   ';
const NOTHING = '<none>';

/** A table in kubectl's format: empty cells are `<none>`, no trailing spaces. Empty without rows. */
export function formatTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly noHeaders?: boolean } = {},
): string {
  if (rows.length === 0) return '';
  const cells = rows.map((row) => headers.map((_, column) => printable(row[column] ?? '').trim() || NOTHING));
  const lines =
    options.noHeaders === true ? cells : [headers.map((header) => header.toUpperCase()), ...cells];
  const widths = headers.map((_, column) =>
    lines.reduce((width, line) => Math.max(width, widthOf(line[column] ?? '')), 0),
  );
  return lines.map((line) => `${formatLine(line, widths)}\n`).join('');
}

function formatLine(line: readonly string[], widths: readonly number[]): string {
  const padded = line.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)));
  return padded.join(GAP).trimEnd();
}

/** Characters, not UTF-16 units. */
function widthOf(text: string): number {
  return Array.from(text).length;
}
