/**
 * Texts of a pod template that nobody starts a container with, but that others read images from: injectors annotations,
 * drivers the attributes of their volumes, the kubelet the commands of probes and hooks. They are found, never changed.
 */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { podSpecPath, valueAt } from '../kubernetes/pod-spec.ts';
import type { IsWanted, TemplateText } from './template-texts.ts';

/** Not what the template says: what was applied once, and the records of this tool. */
const OTHERS_WORDS = /^(kubectl\.kubernetes\.io\/last-applied-configuration$|registry-switch\.io\/)/;

const COMMANDS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

const CONTAINER_LISTS = { initContainers: 'initContainer', containers: 'container' };

/** None for objects that are of no built-in kind. Pure. */
export function unlistedTexts(object: KubernetesObject, kind: string, isWanted: IsWanted): TemplateText[] {
  const path = podSpecPath(kind);
  if (path === undefined) return [];
  return [
    ...textsOf(object, [...path.slice(0, -1), 'metadata', 'annotations'], 'annotation'),
    ...itemsOf(object, [...path, 'volumes']).flatMap(({ name, at }) =>
      textsOf(object, [...at, 'csi', 'volumeAttributes'], `volume ${name} attribute`),
    ),
    ...Object.entries(CONTAINER_LISTS).flatMap(([list, slot]) =>
      itemsOf(object, [...path, list]).flatMap(({ name, at }) =>
        COMMANDS.flatMap((hook) =>
          textsOf(object, [...at, ...hook, 'exec', 'command'], `${slot} ${name} ${hook.join(' ')}`),
        ),
      ),
    ),
  ].flatMap((text) => (isWanted(text.text, text.label) ? placed(text) : []));
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

interface HeldText {
  readonly text: string;
  readonly label: string;
  /** What holds it, and where it stands in that. */
  readonly what: string;
  readonly path: readonly string[];
  readonly key: string;
}

function placed({ text, label, what, path, key }: HeldText): TemplateText {
  const place = label === '' ? `${what}[${key}]` : `${what} ${key}`;
  return { place, text, pointer: jsonPointer(...path, key), label };
}

/** The texts that a list or a map holds; those of a list have no names. */
function textsOf(object: KubernetesObject, path: readonly string[], what: string): HeldText[] {
  const values = valueAt(object, path);
  if (typeof values !== 'object' || values === null) return [];
  const isList = Array.isArray(values);
  return Object.entries(values).flatMap(([key, text]: [string, unknown]) =>
    typeof text !== 'string' || OTHERS_WORDS.test(key)
      ? []
      : [{ text, label: isList ? '' : key, what, path, key }],
  );
}
