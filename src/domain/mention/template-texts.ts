/** Texts of a pod template that may mention images: commands, arguments and environment. */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { ImageField, PlacedText } from '../image-fields/image-field.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import {
  CONTAINER_LISTS,
  type ContainerSpec,
  type EnvVar,
  type LocalObjectReference,
} from '../kubernetes/pod-spec.ts';
import { podSpecOf, podSpecPath } from '../workload-kinds/workload-kind-of.ts';

export interface TemplateText extends Pick<ImageField, 'beside'> {
  /** `container manager args[2]`, `initContainer setup env IMAGE`. */
  readonly place: string;
  readonly text: string;
  /** JSON pointer to the text. */
  readonly pointer: string;
  /** The name of the text: the variable, or the flag before it. */
  readonly label: string;
}

const WORDS = ['command', 'args'] as const;

/** A filter by text and label, applied first, since very few texts match. */
export type IsWanted = (text: string, label: string) => boolean;

/** None for objects without a pod template. */
export function templateTexts(object: KubernetesObject, isWanted: IsWanted = () => true): TemplateText[] {
  const spec = podSpecOf(object);
  const path = podSpecPath(object);
  if (spec === undefined || path === undefined) return [];
  return CONTAINER_LISTS.flatMap(({ list, slot }) =>
    (spec[list] ?? []).flatMap((container, index) =>
      containerTexts(
        container,
        { who: `${slot} ${container.name}`, path: [...path, list, String(index)] },
        isWanted,
      ),
    ),
  );
}

/** The whole texts as fields that can be replaced and rolled back. */
export function textFields(object: KubernetesObject): ImageField[] {
  return templateTexts(object).map(textField);
}

export function textField({ place, text, pointer, beside = [] }: TemplateText): ImageField {
  return { slot: 'mention', name: place, image: text, pointer, beside };
}

interface ContainerPlace {
  readonly who: string;
  readonly path: readonly string[];
}

/** Called for all texts of a cluster: allocates nothing for filtered ones. */
function containerTexts(container: ContainerSpec, place: ContainerPlace, isWanted: IsWanted): TemplateText[] {
  return [
    ...WORDS.flatMap((list) => wordTexts(container, list, place, isWanted)),
    ...variableTexts(container, place, isWanted),
  ];
}

function wordTexts(
  container: ContainerSpec,
  list: (typeof WORDS)[number],
  { who, path }: ContainerPlace,
  isWanted: IsWanted,
): TemplateText[] {
  const found: TemplateText[] = [];
  const words = container[list] ?? [];
  for (const [index, text] of words.entries()) {
    const before = words[index - 1] ?? '';
    const label = /^-[^=]*$/.test(before) ? before : '';
    if (!isWanted(text, label)) continue;
    const pointer = jsonPointer(...path, list, index);
    found.push({
      place: `${who} ${list}[${index}]`,
      text,
      pointer,
      label,
      beside: [nameOf(container, path)],
    });
  }
  return found;
}

function variableTexts(
  container: ContainerSpec,
  { who, path }: ContainerPlace,
  isWanted: IsWanted,
): TemplateText[] {
  const found: TemplateText[] = [];
  const variables = container.env ?? [];
  for (const [index, { name, value }] of variables.entries()) {
    if (value === undefined || !isWanted(value, name)) continue;
    found.push({
      place: `${who} env ${name}${ordinal(name, variables.slice(0, index))}`,
      text: value,
      pointer: jsonPointer(...path, 'env', index, 'value'),
      label: name,
      beside: [nameOf(container, path), { pointer: jsonPointer(...path, 'env', index, 'name'), text: name }],
    });
  }
  return found;
}

function nameOf({ name }: ContainerSpec, path: readonly string[]): PlacedText {
  return { pointer: jsonPointer(...path, 'name'), text: name };
}

/** The API server allows several variables with the same name. */
function ordinal(name: string, before: readonly EnvVar[]): string {
  const same = before.filter((one) => one.name === name).length;
  return same === 0 ? '' : ` (${same + 1})`;
}

/** Names of the ConfigMaps that the containers and volumes of a template use. */
export function usedConfigMaps(object: KubernetesObject): string[] {
  const spec = podSpecOf(object);
  const used = [
    ...CONTAINER_LISTS.flatMap(({ list }) => (spec?.[list] ?? []).flatMap(ofContainer)),
    ...(spec?.volumes ?? []).flatMap(({ configMap, projected }) => [
      configMap,
      ...(projected?.sources ?? []).map((source) => source.configMap),
    ]),
  ];
  return [...new Set(used.flatMap((reference) => reference?.name ?? []))].filter((name) => name !== '');
}

function ofContainer({ env = [], envFrom = [] }: ContainerSpec): LocalObjectReference[] {
  const used: LocalObjectReference[] = [];
  for (const { valueFrom } of env) if (valueFrom?.configMapKeyRef) used.push(valueFrom.configMapKeyRef);
  for (const { configMapRef } of envFrom) if (configMapRef) used.push(configMapRef);
  return used;
}
