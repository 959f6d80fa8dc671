/** The image paths of custom resources given by the user. */
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
  /** In kubectl's notation, e.g. `{.spec.image}`, or `{.spec.image.repository}:{.spec.image.tag}` for a split image. */
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
        nextStep: "Use the form 'prometheuses.monitoring.coreos.com={.spec.image}'.",
      });
    }
    if (splitPaths(path) === undefined) evaluatePath(path, {});
    paths.set(resourceName, [...(paths.get(resourceName) ?? []), path]);
  }
  return [...paths].map(([resourceName, found]) => ({ resourceName, paths: found }));
}

/** The inverse of `parseCustomImages`. */
export function imagePathFlags(customImages: readonly CustomImages[]): string[] {
  return customImages.flatMap(({ resourceName, paths }) => paths.map((path) => `${resourceName}=${path}`));
}

/** The images of a custom resource: strings at the paths, split images, and those of its pod template. */
export function customImageFields(object: KubernetesObject, paths: readonly string[]): ImageField[] {
  const found = paths.flatMap((path): readonly ImageField[] => {
    const parts = splitPaths(path);
    return parts === undefined ? wholeFields(object, path) : splitFields(object, parts);
  });
  return oneOfEach(object, [...imageFields(object), ...found]);
}

/**
 * Several paths may match one image, e.g. stored ones and ones with more parts. Prefers the one named in a record,
 * otherwise the one with the most parts.
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

/** Missing parts count negatively. */
function partsNamed({ parts = [] }: ImageField): number {
  return parts.reduce((sum, { isFixed }) => sum + (isFixed === true ? -1 : 1), 0);
}

function wholeFields(object: KubernetesObject, path: string): ImageField[] {
  return evaluatePath(path, object).flatMap(({ pointer, value }) =>
    typeof value === 'string' && value !== '' ? [customField(pointer, value)] : [],
  );
}
