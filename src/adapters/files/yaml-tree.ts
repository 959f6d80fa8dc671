import type { Node } from 'yaml';
import { UsageError } from '../../domain/errors.ts';

/** A YAML or JSON value that knows where it was written: `place` is `file:line:column`. */
export type YamlTree =
  | { readonly kind: 'map'; readonly place: string; readonly entries: ReadonlyMap<string, YamlTree> }
  | { readonly kind: 'list'; readonly place: string; readonly items: readonly YamlTree[] }
  | { readonly kind: 'scalar'; readonly place: string; readonly value: unknown };

/** Parses one YAML (or JSON) document; an empty one is a scalar `null`. Throws UsageError. */
export async function parseYamlTree(text: string, file: string): Promise<YamlTree> {
  // Loaded when needed: most commands read no file.
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument<Node>(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problem = document.errors[0];
  if (problem !== undefined) throw malformed(placeAt(problem.pos[0]), problem.message, problem);
  return document.contents === null
    ? { kind: 'scalar', place: placeAt(0), value: null }
    : treeOf(document.contents);

  function treeOf(node: Node): YamlTree {
    const place = placeAt(node.range?.[0] ?? 0);
    if (isScalar(node)) return { kind: 'scalar', place, value: node.value };
    if (isSeq<Node>(node)) return { kind: 'list', place, items: node.items.map(treeOf) };
    if (isMap<Node, Node | null>(node)) {
      const entries = node.items.map(
        ({ key, value }) => [keyOf(key), value === null ? nothing(key) : treeOf(value)] as const,
      );
      return { kind: 'map', place, entries: new Map(entries) };
    }
    throw malformed(place, isAlias(node) ? 'aliases are not supported' : 'unexpected content');
  }

  function keyOf(key: Node): string {
    if (isScalar(key) && typeof key.value === 'string') return key.value;
    throw malformed(placeAt(key.range?.[0] ?? 0), 'a key is no text');
  }

  /** The value of a key that has none, as in a JSON-like `{from}`. */
  function nothing(key: Node): YamlTree {
    return { kind: 'scalar', place: placeAt(key.range?.[0] ?? 0), value: null };
  }
}

function malformed(place: string, reason: string, cause?: unknown): UsageError {
  return new UsageError(`${place}: ${reason}`, { nextStep: 'Correct the file.', cause });
}
