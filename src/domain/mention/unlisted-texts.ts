/**
 * Other texts of a pod template that may name images: annotations (read by injectors), volume attributes (read by
 * drivers), commands of probes and hooks. They are reported, never changed.
 */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { CONTAINER_LISTS, valueAt } from '../kubernetes/pod-spec.ts';
import { podSpecPath } from '../workload-kinds/workload-kind-of.ts';
import type { IsWanted, TemplateText } from './template-texts.ts';

/** Ignored annotations: last-applied configuration and the records of this tool. */
const OTHERS_WORDS = /^(kubectl\.kubernetes\.io\/last-applied-configuration$|registry-switch\.io\/)/;

const COMMANDS = [
  ['livenessProbe', 'exec', 'command'],
  ['readinessProbe', 'exec', 'command'],
  ['startupProbe', 'exec', 'command'],
  ['lifecycle', 'postStart', 'exec', 'command'],
  ['lifecycle', 'preStop', 'exec', 'command'],
] as const;

const ATTRIBUTES = ['csi', 'volumeAttributes'] as const;

/** None for objects without a pod template. Pure. */
export function unlistedTexts(object: KubernetesObject, isWanted: IsWanted): TemplateText[] {
  const path = podSpecPath(object);
  if (path === undefined) return [];
  const spec = valueAt(object, path);
  const annotations = [...path.slice(0, -1), 'metadata', 'annotations'];
  return [
    ...wantedTexts(valueAt(object, annotations), isWanted, () => ({ what: 'annotation', path: annotations })),
    ...itemsIn(spec, 'volumes').flatMap(({ item, name, at }) =>
      wantedTexts(valueAt(item, ATTRIBUTES), isWanted, () => ({
        what: `volume ${name} attribute`,
        path: [...path, ...at, ...ATTRIBUTES],
      })),
    ),
    ...CONTAINER_LISTS.flatMap(({ list, slot }) =>
      itemsIn(spec, list).flatMap(({ item, name, at }) =>
        commandsOf(item).flatMap((command) =>
          wantedTexts(valueAt(item, command), isWanted, () => ({
            what: `${slot} ${name} ${command.slice(0, -2).join(' ')}`,
            path: [...path, ...at, ...command],
          })),
        ),
      ),
    ),
  ];
}

/** Fast for the many containers without probes and hooks. */
function commandsOf(container: unknown): readonly (readonly string[])[] {
  return COMMANDS.filter(([field]) => valueAt(container, [field]) !== undefined);
}

interface Item {
  readonly item: unknown;
  readonly name: string;
  /** Path below the spec. */
  readonly at: readonly string[];
}

function itemsIn(spec: unknown, list: string): Item[] {
  const items = valueAt(spec, [list]);
  if (!Array.isArray(items)) return [];
  return items.map((item: { readonly name?: unknown }, index) => ({
    item,
    name: typeof item.name === 'string' ? item.name : String(index),
    at: [list, String(index)],
  }));
}

/** The name and place of a list or map of texts. */
interface Holder {
  readonly what: string;
  readonly path: readonly string[];
}

/** The matching texts of a list or a map; those of a list have no labels. */
function wantedTexts(texts: unknown, isWanted: IsWanted, holder: () => Holder): TemplateText[] {
  if (typeof texts !== 'object' || texts === null) return [];
  const isList = Array.isArray(texts);
  return Object.entries(texts).flatMap(([key, text]: [string, unknown]) => {
    const label = isList ? '' : key;
    if (typeof text !== 'string' || OTHERS_WORDS.test(key) || !isWanted(text, label)) return [];
    const { what, path } = holder();
    const place = isList ? `${what}[${key}]` : `${what} ${key}`;
    return [{ place, text, pointer: jsonPointer(...path, key), label }];
  });
}
