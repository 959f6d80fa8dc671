/** Where custom resources name images: JSON paths that the user gives. */
import { recordsOf } from '../change/read-record.ts';
import { UsageError } from '../errors.ts';
import { evaluatePath } from '../jsonpath/evaluate-path.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { splitPaths } from '../image-fields/image-expression.ts';
import { customField, type ImageField, imageFields } from '../image-fields/image-field.ts';
import { splitFields } from '../image-fields/split-fields.ts';

export interface CustomImages {
  /** `plural.group`, as the user wrote it. */
  readonly resourceName: string;
  /** kubectl's notation, e.g. `{.spec.image}`, or `{.spec.image.repository}:{.spec.image.tag}` where it is split. */
  readonly paths: readonly string[];
}

/** Reads `plural.group={.path}` flags; several of one resource are joined. Throws UsageError. */
export function parseCustomImages(flags: readonly string[]): CustomImages[] {
  const paths = new Map<string, string[]>();
  for (const flag of flags) {
    const separator = flag.indexOf('=');
    const resourceName = flag.slice(0, Math.max(separator, 0)).trim().toLowerCase();
    const path = flag.slice(separator + 1).trim();
    if (resourceName === '' || path === '') {
      throw new UsageError(`invalid --image-path ${JSON.stringify(flag)}`, {
        nextStep: "Write it like 'prometheuses.monitoring.coreos.com={.spec.image}'.",
      });
    }
    if (splitPaths(path) === undefined) evaluatePath(path, {});
    paths.set(resourceName, [...(paths.get(resourceName) ?? []), path]);
  }
  return [...paths].map(([resourceName, found]) => ({ resourceName, paths: found }));
}

/** As `parseCustomImages` reads them. */
export function imagePathFlags(customImages: readonly CustomImages[]): string[] {
  return customImages.flatMap(({ resourceName, paths }) => paths.map((path) => `${resourceName}=${path}`));
}

/** The images of a custom resource: every string at one of the paths, every one that is split over fields, those of its pod template. */
export function customImageFields(object: KubernetesObject, paths: readonly string[]): ImageField[] {
  const found = paths.flatMap((path): readonly ImageField[] => {
    const parts = splitPaths(path);
    return parts === undefined ? wholeFields(object, path) : splitFields(object, parts);
  });
  return oneOfEach(object, [...imageFields(object), ...found]);
}

/**
 * Several paths may name one image: remembered ones, and some that name more of its parts. Those that a record calls by
 * name lead back; else the one that names most.
 */
function oneOfEach(object: KubernetesObject, found: readonly ImageField[]): ImageField[] {
  const names = (recordsOf(object) ?? []).flatMap(({ images }) => images.map(({ name }) => name));
  const recorded = new Set(names);
  const best = [...Map.groupBy(found, ({ pointer }) => pointer).values()].flatMap((same) => {
    const known = same.filter(({ name }) => recorded.has(name));
    const mostFirst = (known.length === 0 ? same : known).toSorted((a, b) => partsNamed(b) - partsNamed(a));
    return known.length === 0 ? mostFirst.slice(0, 1) : mostFirst;
  });
  return [...new Map(best.toReversed().map((field) => [field.name, field])).values()].toReversed();
}

/** What is missing counts against a path. */
function partsNamed({ parts = [] }: ImageField): number {
  return parts.reduce((sum, { isFixed }) => sum + (isFixed === true ? -1 : 1), 0);
}

function wholeFields(object: KubernetesObject, path: string): ImageField[] {
  return evaluatePath(path, object).flatMap(({ pointer, value }) =>
    typeof value === 'string' && value !== '' ? [customField(pointer, value)] : [],
  );
}
