import type { Node } from 'yaml';
import { UsageError } from '../../domain/errors.ts';

/** A YAML or JSON value that knows where it was written: `place` is `file:line:column`. */
export type YamlTree =
  | { readonly kind: 'map'; readonly place: string; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly place: string; readonly items: readonly YamlTree[] }
  | { readonly kind: 'scalar'; readonly place: string; readonly value: unknown };

/** A key of a map, where it stands, and its value. */
export interface YamlEntry {
  readonly key: string;
  readonly place: string;
  readonly value: YamlTree;
}

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
      return { kind: 'map', place, entries: node.items.map(({ key, value }) => entryOf(key, value)) };
    }
    throw malformed(place, isAlias(node) ? 'aliases are not supported' : 'unexpected content');
  }

  function entryOf(key: Node, value: Node | null): YamlEntry {
    const place = placeAt(key.range?.[0] ?? 0);
    if (!isScalar(key) || typeof key.value !== 'string') throw malformed(place, 'a key is not text');
    return {
      key: key.value,
      place,
      value: value === null ? { kind: 'scalar', place, value } : treeOf(value),
    };
  }
}

function malformed(place: string, reason: string, cause?: unknown): UsageError {
  return new UsageError(`${place}: ${reason}`, { nextStep: 'Correct the file.', cause });
}
