/** An image that is split over fields: `{.spec.registry}/{.spec.repository}:{.spec.tag}@{.spec.digest}`, each part but
 * the repository optional. Records name such an image in the same way, with JSON pointers for paths.
 */
import { UsageError } from '../errors.ts';
import { parseRelaxedPath } from '../jsonpath/evaluate-path.ts';
import type { JsonPath } from '../jsonpath/path.ts';
import { type Selected, select } from '../jsonpath/select.ts';
import { jsonPointer, pointerSegments } from '../kubernetes/json-patch.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';

/** `name`: registry or repository, or a part of their path. */
export type PartRole = 'name' | 'tag' | 'digest';

export interface Part {
  readonly role: PartRole;
  /** The text between the braces. */
  readonly inside: string;
}

export interface PathOfPart {
  readonly role: PartRole;
  readonly path: JsonPath;
}

const BRACED = /(?<separator>[^{}]*)\{(?<inside>(?:\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^{}"'\\])*)\}/gy;

const ROLES: Readonly<Record<string, PartRole>> = { ':': 'tag', '@': 'digest' };

/**
 * The parts of a split image; `undefined`: it is one path alone. Throws UsageError for other words between the parts.
 */
export function splitExpression(text: string): readonly Part[] | undefined {
  const found = [...text.trim().matchAll(BRACED)];
  if (found.length < 2) return undefined;
  const length = found.reduce((sum, [whole]) => sum + whole.length, 0);
  const separators = found.map(({ groups }) => groups?.separator ?? '');
  if (length !== text.trim().length || !/^(?:,\/)*(?:,:)?(?:,@)?$/.test(separators.join())) {
    throw new UsageError(`invalid path ${JSON.stringify(text)}: an image can only be composed of fields`, {
      nextStep: "Use the form '{.spec.registry}/{.spec.repository}:{.spec.tag}@{.spec.digest}'.",
    });
  }
  return found.map(({ groups }, index) => ({
    role: ROLES[separators[index] ?? ''] ?? 'name',
    inside: groups?.inside ?? '',
  }));
}

/**
 * Their paths; `undefined`: it is one path alone. Throws UsageError where a part may lead to several values for one
 * image.
 */
export function splitPaths(text: string): readonly PathOfPart[] | undefined {
  const paths = splitExpression(text)?.map(({ role, inside }) => ({ role, path: parseRelaxedPath(inside) }));
  const base = paths?.findLast(({ role }) => role === 'name');
  if (paths === undefined || base === undefined) return undefined;
  const isClear = paths.every(
    (part) =>
      part.path.every(({ kind }) => kind !== 'recursive') &&
      (part === base || part.path.slice(stepsInCommon(part.path, base.path)).every(isOneValue)),
  );
  if (!isClear) {
    throw new UsageError(`invalid path ${JSON.stringify(text)}: its parts may match several images at once`, {
      nextStep: 'Let the parts differ only in their last field names, and do not use `..`.',
    });
  }
  return paths;
}

function isOneValue({ kind }: JsonPath[number]): boolean {
  return kind === 'field' || kind === 'index';
}

function stepsInCommon(one: JsonPath, other: JsonPath): number {
  const end = one.findIndex((step, index) => JSON.stringify(step) !== JSON.stringify(other[index]));
  return end === -1 ? one.length : end;
}

/**
 * What the parts lead to, for each image: `undefined` where a part leads nowhere; none where there is no repository.
 */
export function selectSplit(
  paths: readonly PathOfPart[],
  object: unknown,
): readonly (readonly (Selected | undefined)[])[] {
  const base = paths.findLast(({ role }) => role === 'name');
  if (base === undefined) return [];
  return select(base.path, object).map((start) =>
    paths.map((part) => {
      if (part === base) return start;
      // Every step leads one segment down.
      const common = stepsInCommon(part.path, base.path);
      const shared = pointerSegments(start.pointer).slice(0, common);
      const [found] = select(part.path.slice(common), valueAt(object, shared));
      return found && { ...found, pointer: jsonPointer(...shared) + found.pointer };
    }),
  );
}

const SEPARATORS: Readonly<Record<PartRole, string>> = { name: '/', tag: ':', digest: '@' };

/** `{/spec/image/repository}:{/spec/image/tag}` */
export function nameOfSplit(parts: readonly { readonly role: PartRole; readonly pointer: string }[]): string {
  return parts
    .map(
      ({ role, pointer }, index) =>
        `${index === 0 ? '' : SEPARATORS[role]}{${pointer.replaceAll(/[%{}"'\\]/g, encodeURIComponent).replaceAll("'", '%27')}}`,
    )
    .join('');
}

/** The pointers of such a name; `undefined`: it is none. */
export function pointersOfSplit(
  name: string,
): readonly { readonly role: PartRole; readonly pointer: string }[] | undefined {
  if (!name.startsWith('{')) return undefined;
  try {
    return splitExpression(name)?.map(({ role, inside }) => ({ role, pointer: decodeURIComponent(inside) }));
  } catch (error) {
    // Untrusted: records can be written by anybody who may edit the object.
    if (error instanceof UsageError || error instanceof URIError) return undefined;
    throw error;
  }
}
