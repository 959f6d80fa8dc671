/**
 * Texts of a pod template that nobody starts a container with, but that others read images from: injectors annotations,
 * drivers the attributes of their volumes, the kubelet the commands of probes and hooks. They are found, never changed.
 */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { podSpecPath, valueAt } from '../kubernetes/pod-spec.ts';
import type { TemplateText } from './template-texts.ts';

/** Not what the template says: what was applied once, and the records of this tool. */
const OTHERS_WORDS = /^(kubectl\.kubernetes\.io\/last-applied-configuration$|registry-switch\.io\/)/;

const COMMANDS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

/** None for objects that are of no built-in kind. Pure. */
export function unlistedTexts(object: KubernetesObject, kind: string): TemplateText[] {
  const path = podSpecPath(kind);
  if (path === undefined) return [];
  return [
    ...textsOf(object, [...path.slice(0, -1), 'metadata', 'annotations'], 'annotation'),
    ...itemsOf(object, [...path, 'volumes']).flatMap(({ name, at }) =>
      textsOf(object, [...at, 'csi', 'volumeAttributes'], `volume ${name} attribute`),
    ),
    ...(['initContainers', 'containers'] as const).flatMap((list) =>
      itemsOf(object, [...path, list]).flatMap(({ name, at }) =>
        COMMANDS.flatMap((hook) =>
          textsOf(object, [...at, ...hook, 'exec', 'command'], `container ${name} ${hook.join(' ')}`),
        ),
      ),
    ),
  ];
}

interface Item {
  readonly name: string;
  readonly at: readonly string[];
}

function itemsOf(object: KubernetesObject, path: readonly string[]): Item[] {
  const items = valueAt(object, path);
  if (!Array.isArray(items)) return [];
  return items.map((item: { readonly name?: unknown }, index) => ({
    name: typeof item.name === 'string' ? item.name : String(index),
    at: [...path, String(index)],
  }));
}

/** The texts that a list or a map holds. */
function textsOf(object: KubernetesObject, path: readonly string[], what: string): TemplateText[] {
  const values = valueAt(object, path);
  if (typeof values !== 'object' || values === null) return [];
  const isList = Array.isArray(values);
  return Object.entries(values).flatMap(([key, text]: [string, unknown]) =>
    typeof text !== 'string' || OTHERS_WORDS.test(key)
      ? []
      : [
          {
            place: isList ? `${what}[${key}]` : `${what} ${key}`,
            text,
            pointer: jsonPointer(...path, key),
            label: isList ? '' : key,
          },
        ],
  );
}
