/** A split image of a custom resource, read and written as one. */
import { looksLikeHost } from '../image/grammar/host.ts';
import { splitReference } from '../image/split-reference.ts';
import type { PartRole } from './image-expression.ts';

export interface ImagePart {
  readonly role: PartRole;
  /** JSON pointer; empty: the field does not exist. */
  readonly pointer: string;
  /** The value in the object; tags may be numbers. */
  readonly value: string | number;
  /** The part of the image in it. */
  readonly text: string;
  /** Belongs to the image but was not given (or does not exist): it cannot be changed. */
  readonly isFixed?: true;
}

const BEFORE: Readonly<Record<PartRole, string>> = { name: '/', tag: ':', digest: '@' };

/** The composed image; empty parts are left out, as operators do. */
export function composeImage(parts: readonly Pick<ImagePart, 'role' | 'text'>[]): string {
  return parts
    .filter(({ text }) => text !== '')
    .map(({ role, text }, index) => (index === 0 ? text : BEFORE[role] + text))
    .join('');
}

/**
 * The texts of the parts for another image, in order; `undefined`: impossible, or a rollback would not restore the
 * same texts. Pure.
 */
export function recomposed(parts: readonly ImagePart[], to: string): readonly string[] | undefined {
  if (to === composeImage(parts)) return parts.map(({ text }) => text);
  const next = distributed(parts, to);
  if (next === undefined) return undefined;
  if (parts.some(({ isFixed, text }, index) => isFixed === true && next[index] !== text)) return undefined;
  const changed = parts.map((part, index) => ({ ...part, text: next[index] ?? '' }));
  if (composeImage(changed) !== to) return undefined;
  const back = distributed(changed, composeImage(parts));
  return parts.every(({ text }, index) => back?.[index] === text) ? next : undefined;
}

function distributed(parts: readonly ImagePart[], to: string): readonly string[] | undefined {
  const { host, repository, tag, digest } = splitReference(to);
  const names = parts.filter(({ role }) => role === 'name').map(({ text }) => text);
  const cut = cutName(names, host?.text ?? '', repository.text);
  if (cut === undefined) return undefined;
  const rest = parts.filter(({ role }) => role !== 'name');
  return [...cut, ...rest.map(({ role }) => (role === 'tag' ? tag : digest)?.text ?? '')];
}

/** Parts after the registry keep their texts if possible; a registry without a path keeps none. */
function cutName(names: readonly string[], host: string, repository: string): readonly string[] | undefined {
  const [first = '', second, ...kept] = names;
  const whole = host === '' ? repository : `${host}/${repository}`;
  if (second === undefined) return [whole];
  const end = kept.map((name) => `/${name}`).join('');
  if (!whole.endsWith(end)) return undefined;
  const rest = whole.slice(0, whole.length - end.length);
  if (first === '' || (!first.includes('/') && looksLikeHost(first)))
    return [host, rest.slice(host === '' ? 0 : host.length + 1), ...kept];
  const cut = rest.endsWith(`/${second}`) ? rest.length - second.length - 1 : rest.lastIndexOf('/');
  return [rest.slice(0, Math.max(cut, 0)), rest.slice(cut + 1), ...kept];
}

/** A part and its new value. */
export interface ChangedPart {
  readonly part: ImagePart;
  readonly value: string | number;
}

/** All existing parts with their new values; `undefined` as for `recomposed`. */
export function changedParts(parts: readonly ImagePart[], to: string): readonly ChangedPart[] | undefined {
  const next = recomposed(parts, to);
  return next === undefined
    ? undefined
    : parts.flatMap((part, index) =>
        part.pointer === '' ? [] : [{ part, value: valueOf(part, next[index] ?? '') }],
      );
}

/** Keeps a prefix of the field such as `docker://`. */
function valueOf({ value, text }: ImagePart, next: string): string | number {
  if (next === text) return value;
  const before = String(value);
  return before.slice(0, before.length - text.length) + next;
}

/** An image of an object and its new reference; absent: unchanged. */
export interface Rewritten {
  readonly field: { readonly image: string; readonly parts?: readonly ImagePart[] };
  readonly to?: string;
}

/**
 * The image of an object that cannot be written: it lacks a part, or shares a field with an image that needs another
 * value. `undefined`: all can. Pure.
 */
export function unwritable<Image extends Rewritten>(images: readonly Image[]): Image | undefined {
  const said = new Map<string, string | number>();
  for (const image of images) {
    const { parts } = image.field;
    if (parts === undefined) continue;
    const changed = changedParts(parts, image.to ?? image.field.image);
    if (changed === undefined) return image;
    for (const { part, value } of changed) {
      if ((said.get(part.pointer) ?? value) !== value) return image;
      said.set(part.pointer, value);
    }
  }
  return undefined;
}
