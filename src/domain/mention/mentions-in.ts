/** The mentions in objects of every kind. */
import { certainPlace } from '../image/templated.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Mention, MentionFinder } from './mention.ts';
import { type IsWanted, templateTexts, type TemplateText } from './template-texts.ts';
import { unlistedTexts } from './unlisted-texts.ts';

/** Of a pod template. */
export function templateMentions(object: KubernetesObject, find: MentionFinder): Mention[] {
  const isWanted: IsWanted = (text, label) => find(text, label).length > 0;
  return [
    ...templateTexts(object, isWanted).flatMap((text) => mentionsOf(text, find, true)),
    ...unlistedTexts(object, isWanted).flatMap((text) => mentionsOf(text, find)),
  ];
}

/** Of a ConfigMap. */
export function configMapMentions({ data, binaryData }: KubernetesObject, find: MentionFinder): Mention[] {
  const texts = Object.entries((data ?? {}) as Readonly<Record<string, string>>);
  const bytes = Object.entries((binaryData ?? {}) as Readonly<Record<string, string>>);
  return [
    ...texts.map(([key, text]) => ({ field: 'data', key, text })),
    ...bytes.map(([key, encoded]) => ({ field: 'binaryData', key, text: textOf(encoded) })),
  ].flatMap(({ field, key, text }) =>
    mentionsOf({ place: `${field}.${key}`, text, pointer: jsonPointer(field, key), label: key }, find),
  );
}

/** Decodes base64; binary data yields only literal references. */
function textOf(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString('utf8');
}

const NOT_ITS_OWN = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/** Of a custom resource, outside its known image fields. */
export function customMentions(
  object: KubernetesObject,
  images: readonly ImageField[],
  find: MentionFinder,
): Mention[] {
  const known = new Set(
    images.filter(isImage).flatMap(({ pointer, parts = [{ pointer }] }) => parts.map((part) => part.pointer)),
  );
  const own = Object.entries(object).filter(([name]) => !NOT_ITS_OWN.has(name));
  return own
    .flatMap(([name, value]) => textsIn(value, [name]))
    .filter(({ pointer }) => !known.has(pointer))
    .flatMap((text) => mentionsOf(text, find));
}

function isImage({ image }: ImageField): boolean {
  return tryParseImageReference(image) !== undefined || certainPlace(image) !== undefined;
}

function textsIn(value: unknown, path: readonly string[]): TemplateText[] {
  if (typeof value === 'string') {
    const pointer = jsonPointer(...path);
    const label = path.findLast((name) => !/^\d+$/.test(name)) ?? '';
    return [{ place: `field ${pointer}`, text: value, pointer, label }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, [...path, name]));
}

/** Texts may be long: they are kept only if they can be rewritten. */
function mentionsOf(
  { place, text, pointer, label }: TemplateText,
  find: MentionFinder,
  isChangeable = false,
): Mention[] {
  return find(text, label).map(({ start, ...found }) => ({
    ...found,
    field: {
      ...{ slot: 'mention', name: place, image: found.text, pointer },
      ...(isChangeable ? { within: { text, start } } : {}),
    },
  }));
}
