/**
 * Texts of a pod template that nobody starts a container with, but that others read images from: injectors annotations,
 * drivers the attributes of their volumes, the kubelet the commands of probes and hooks. They are found, never changed.
 */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { CONTAINER_LISTS, valueAt } from '../kubernetes/pod-spec.ts';
import { podSpecPath } from '../workload-kinds/workload-kinds.ts';
import type { IsWanted, TemplateText } from './template-texts.ts';

/** Not what the template says: what was applied once, and the records of this tool. */
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

/** Most containers have neither probes nor hooks: all workloads of a cluster come by here. */
function commandsOf(container: unknown): readonly (readonly string[])[] {
  return COMMANDS.filter(([field]) => valueAt(container, [field]) !== undefined);
}

interface Item {
  readonly item: unknown;
  readonly name: string;
  /** Path below the specification. */
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

/** What a list or map of texts is called, and where it is. */
interface Holder {
  readonly what: string;
  readonly path: readonly string[];
}

/** The texts that are wanted of a list or a map; those of a list have no names. */
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
