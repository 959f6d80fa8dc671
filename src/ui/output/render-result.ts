import { renderTemplate } from '../../domain/jsonpath/render-template.ts';
import { printableLine } from '../printable.ts';
import { formatTable } from '../table.ts';
import { customCell } from './custom-columns.ts';
import type { OutputFormat } from './output-format.ts';
import type { ResultView } from './result-view.ts';
import { jsonText, yamlText } from './structured-text.ts';

/** The text for stdout; every format shows the same value. Empty for a table without rows. */
export async function renderResult<Result, Row>(
  result: Result,
  view: ResultView<Result, Row>,
  { format, noHeaders = false }: { readonly format: OutputFormat; readonly noHeaders?: boolean },
): Promise<string> {
  switch (format.kind) {
    case 'table':
    case 'wide':
      return viewTable(result, view, { wide: format.kind === 'wide', noHeaders });
    case 'json':
      return jsonText(result);
    case 'yaml':
      return yamlText(result, { flatLists: true });
    case 'name':
      return view
        .rows(result)
        .map((row) => `${printableLine(view.name(row))}\n`)
        .join('');
    case 'jsonpath':
      return renderTemplate(format.template, result);
    case 'custom-columns': {
      const rows = view.rows(result).map((row) => format.columns.map((column) => customCell(column, row)));
      const headers = format.columns.map(({ header }) => header);
      return formatTable(headers, rows, { noHeaders });
    }
  }
}

function viewTable<Result, Row>(
  result: Result,
  view: ResultView<Result, Row>,
  { wide, noHeaders }: { readonly wide: boolean; readonly noHeaders: boolean },
): string {
  const columns = view.columns.filter((column) => wide || column.wide !== true);
  const rows = view.rows(result).map((row) => columns.map(({ value }) => String(value(row) ?? '')));
  return formatTable(
    columns.map(({ header }) => header),
    rows,
    { noHeaders },
  );
}
