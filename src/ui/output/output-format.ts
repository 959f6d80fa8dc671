import { UsageError } from '../../domain/errors.ts';
import { parseTemplate, type TemplatePart } from '../../domain/jsonpath/parse-template.ts';
import { type CustomColumn, parseCustomColumns } from './custom-columns.ts';

const SIMPLE_FORMATS = ['table', 'wide', 'json', 'yaml', 'name'] as const;

/** A checked value of `--output`. */
export type OutputFormat =
  | { readonly kind: (typeof SIMPLE_FORMATS)[number] }
  | { readonly kind: 'jsonpath'; readonly template: readonly TemplatePart[] }
  | { readonly kind: 'custom-columns'; readonly columns: readonly CustomColumn[] };

/** What `--output` accepts, for help and messages. */
const OUTPUT_FORMATS = [...SIMPLE_FORMATS, 'jsonpath=...', 'custom-columns=...'];

/** Parses `--output` including its template. Throws UsageError. */
export function parseOutputFormat(text: string): OutputFormat {
  const simple = SIMPLE_FORMATS.find((kind) => kind === text);
  if (simple !== undefined) return { kind: simple };
  const [kind = '', ...rest] = text.split('=');
  const argument = rest.join('=');
  switch (kind) {
    case 'jsonpath':
      return { kind, template: parseTemplate(required(argument, '-o jsonpath={.items[*].name}')) };
    case 'custom-columns':
      return { kind, columns: parseCustomColumns(required(argument, '-o custom-columns=NAME:.name')) };
    default:
      throw new UsageError(`unknown output format ${JSON.stringify(text)}`, {
        nextStep: `Use one of: ${OUTPUT_FORMATS.join(', ')}.`,
      });
  }
}

function required(argument: string, example: string): string {
  if (argument !== '') return argument;
  throw new UsageError('the output format has no template', { nextStep: `Use the form '${example}'.` });
}
