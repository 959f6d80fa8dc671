/** JSON that is safe for a terminal: control characters are escaped as in JSON. */
import { escaped, isPrintable } from '../printable.ts';

export function jsonText(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 4))}\n`;
}

export interface YamlLayout {
  /** Indent lists at the level of their key instead of one level deeper. */
  readonly flatLists?: boolean;
}

/** YAML that is safe for a terminal. The library is loaded only here: most calls need no YAML. */
export async function yamlText(value: unknown, { flatLists = false }: YamlLayout = {}): Promise<string> {
  const { Document, Scalar, visit } = await import('yaml');
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && !isPrintable(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escaped(document.toString({ indentSeq: !flatLists, lineWidth: 0 }));
}
