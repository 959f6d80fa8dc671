/** Values as JSON and YAML that a terminal may be shown: what would steer it stands there as an escape of the format. */
import { escaped, isPrintable } from '../printable.ts';

export function jsonText(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 4))}\n`;
}

export interface YamlLayout {
  /** Lists as deep as the key that they belong to; else deeper. */
  readonly flatLists?: boolean;
}

/** Loaded only here: most runs need no YAML. */
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
