/** The texts of a pod template that may mention images: what containers are started with. */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { ImageField, PlacedText } from '../inventory/image-field.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ContainerSpec, type EnvVar, podSpecOf, podSpecPath } from '../kubernetes/pod-spec.ts';

export interface TemplateText extends Pick<ImageField, 'beside'> {
  /** `container manager args[2]`, `initContainer setup env IMAGE`. */
  readonly place: string;
  readonly text: string;
  /** JSON pointer to the text. */
  readonly pointer: string;
  /** What the text is called: the variable, or the flag before it. */
  readonly label: string;
}

const LISTS = [
  { list: 'initContainers', slot: 'initContainer' },
  { list: 'containers', slot: 'container' },
] as const;

/** By a text and what it is called: asked before anything is made of a text, as nearly none is wanted. */
export type IsWanted = (text: string, label: string) => boolean;

/** None for objects that are of no built-in kind. */
export function templateTexts(
  object: KubernetesObject,
  kind: string,
  isWanted: IsWanted = () => true,
): TemplateText[] {
  const spec = podSpecOf(object, kind);
  const path = podSpecPath(kind);
  if (spec === undefined || path === undefined) return [];
  return LISTS.flatMap(({ list, slot }) =>
    (spec[list] ?? []).flatMap((container, index) =>
      containerTexts(
        container,
        { who: `${slot} ${container.name}`, path: [...path, list, String(index)] },
        isWanted,
      ),
    ),
  );
}

/** The whole texts as fields that can be replaced and put back. */
export function textFields(object: KubernetesObject, kind: string): ImageField[] {
  return templateTexts(object, kind).map(textField);
}

export function textField({ place, text, pointer, beside = [] }: TemplateText): ImageField {
  return { slot: 'mention', name: place, image: text, pointer, beside };
}

function containerTexts(
  container: ContainerSpec,
  { who, path }: { readonly who: string; readonly path: readonly string[] },
  isWanted: IsWanted,
): TemplateText[] {
  const beside: readonly PlacedText[] = [{ pointer: jsonPointer(...path, 'name'), text: container.name }];
  const words = (['command', 'args'] as const).flatMap((list) =>
    (container[list] ?? []).flatMap((text, index, all) => {
      const before = all[index - 1] ?? '';
      const label = /^-[^=]*$/.test(before) ? before : '';
      if (!isWanted(text, label)) return [];
      const pointer = jsonPointer(...path, list, index);
      return [{ place: `${who} ${list}[${index}]`, text, pointer, label, beside }];
    }),
  );
  const variables = (container.env ?? []).flatMap(({ name, value }, index, all) =>
    value === undefined || !isWanted(value, name)
      ? []
      : [
          {
            place: `${who} env ${name}${ordinal(name, all.slice(0, index))}`,
            text: value,
            pointer: jsonPointer(...path, 'env', index, 'value'),
            label: name,
            beside: [...beside, { pointer: jsonPointer(...path, 'env', index, 'name'), text: name }],
          },
        ],
  );
  return [...words, ...variables];
}

/** The API server takes several variables of one name. */
function ordinal(name: string, before: readonly EnvVar[]): string {
  const same = before.filter((one) => one.name === name).length;
  return same === 0 ? '' : ` (${same + 1})`;
}

/** Names of the ConfigMaps that the containers and volumes of a template use. */
export function usedConfigMaps(object: KubernetesObject, kind: string): string[] {
  const spec = podSpecOf(object, kind);
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const used = [
    ...containers.flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef),
      ...envFrom.map(({ configMapRef }) => configMapRef),
    ]),
    ...(spec?.volumes ?? []).flatMap(({ configMap, projected }) => [
      configMap,
      ...(projected?.sources ?? []).map((source) => source.configMap),
    ]),
  ];
  return [...new Set(used.flatMap((reference) => reference?.name ?? []))].filter((name) => name !== '');
}
