import type { ResultView } from '../../../src/ui/output/result-view.ts';

/** What a person sees of a result: the cells of its table, as `-o wide` shows them. */
export function cells<Result, Row>(view: ResultView<Result, Row>, result: Result): string[][] {
  return view.rows(result).map((row) => view.columns.map(({ value }) => String(value(row) ?? '')));
}

/** What `-o name` prints. */
export function names<Result, Row>(view: ResultView<Result, Row>, result: Result): string[] {
  return view.rows(result).map(view.name);
}

/** Headers as `-o table` and `-o wide` show them. */
export function headers<Result, Row>(
  view: ResultView<Result, Row>,
): { readonly table: readonly string[]; readonly wide: readonly string[] } {
  const wide = view.columns.map(({ header }) => header);
  return { wide, table: view.columns.filter((column) => column.wide !== true).map(({ header }) => header) };
}
