import { UsageError } from '../../domain/errors.ts';
import { parseRelaxedPath } from '../../domain/jsonpath/evaluate-path.ts';
import type { JsonPath } from '../../domain/jsonpath/path.ts';
import { formatValue } from '../../domain/jsonpath/render-template.ts';
import { select } from '../../domain/jsonpath/select.ts';

export interface CustomColumn {
  readonly header: string;
  readonly path: JsonPath;
}

/** A comma between columns, not within brackets. */
const SEPARATOR = /,(?![^[]*\])/;

/** Parses `NAME:.path,OTHER:.other.path`. Throws UsageError. */
export function parseCustomColumns(spec: string): readonly CustomColumn[] {
  return spec.split(SEPARATOR).map((part) => {
    const separator = part.indexOf(':');
    const header = part.slice(0, Math.max(separator, 0)).trim();
    if (header !== '') return { header, path: parseRelaxedPath(part.slice(separator + 1)) };
    throw new UsageError(`invalid custom column ${JSON.stringify(part)}`, {
      nextStep: 'Use the form NAME:.metadata.name,IMAGE:.image.',
    });
  });
}

/** The cell of one row; several values are joined by commas. */
export function customCell({ path }: CustomColumn, row: unknown): string {
  return select(path, row)
    .map(({ value }) => formatValue(value))
    .join(',');
}
