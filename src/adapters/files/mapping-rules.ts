import { UsageError } from '../../domain/errors.ts';
import type { MappingRule } from '../../domain/mapping/mapping.ts';
import { parseRegistryPrefix } from '../../domain/mapping/registry-prefix.ts';
import { readTextFile } from './read-text-file.ts';
import type { YamlTree } from './yaml-tree.ts';
import { parseYamlTree } from './yaml-tree.ts';

const EXAMPLE = 'Use the form: rules: [{from: quay.io/team, to: new.example/team}]';

/** Reads a file of mapping rules, YAML or JSON. Throws UsageError with file, line and column. */
export async function readMappingRules(file: string): Promise<readonly MappingRule[]> {
  return parseMappingRules(await readTextFile(file, 'rules file'), file);
}

/** Reads `rules: [{from: <registry prefix>, to: <registry prefix>}]`; each rule remembers its place. */
export async function parseMappingRules(text: string, file: string): Promise<readonly MappingRule[]> {
  const root = await parseYamlTree(text, file);
  const rules = fieldsOf(root, ['rules'], 'a rules file').rules;
  if (rules.kind !== 'list') throw wrong(rules, '"rules" is not a list');
  if (rules.items.length === 0) throw wrong(rules, 'it contains no rules');
  return rules.items.map(readRule);
}

function readRule(tree: YamlTree): MappingRule {
  const { from, to } = fieldsOf(tree, ['from', 'to'], 'a rule');
  return { from: prefixOf(from, 'source'), to: prefixOf(to, 'target'), origin: lineOf(tree.place) };
}

/** The values of a map that has these keys and no others. */
function fieldsOf<Key extends string>(
  tree: YamlTree,
  keys: readonly Key[],
  what: string,
): Readonly<Record<Key, YamlTree>> {
  if (tree.kind !== 'map') throw wrong(tree, `${what} is not a map`);
  const stranger = tree.entries.find(({ key }) => !keys.some((known) => known === key));
  if (stranger !== undefined)
    throw wrong(stranger, `${what} has an unknown key ${JSON.stringify(stranger.key)}`);
  const fields = keys.map((key): [Key, YamlTree] => {
    const value = tree.entries.find((entry) => entry.key === key)?.value;
    if (value === undefined) throw wrong(tree, `${what} has no key ${JSON.stringify(key)}`);
    return [key, value];
  });
  return Object.fromEntries(fields) as Record<Key, YamlTree>;
}

function prefixOf(tree: YamlTree, role: string): string {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') throw wrong(tree, `the ${role} is not text`);
  // Checked here already, where the exact place is known.
  parseRegistryPrefix(tree.value, role, tree.place);
  return tree.value;
}

function lineOf(place: string): string {
  return place.replace(/:\d+$/, '');
}

function wrong({ place }: { readonly place: string }, reason: string): UsageError {
  return new UsageError(`${place}: ${reason}`, { nextStep: `${EXAMPLE}.` });
}
