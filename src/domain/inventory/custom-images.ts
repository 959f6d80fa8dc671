/** Where custom resources name images: JSON paths that the user gives. */
import { UsageError } from '../errors.ts';
import { evaluatePath } from '../jsonpath/evaluate-path.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ImageField } from './image-field.ts';

export interface CustomImages {
  /** `plural.group`, as the user wrote it. */
  readonly resourceName: string;
  /** kubectl's notation, e.g. `{.spec.image}`. */
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
    evaluatePath(path, {});
    paths.set(resourceName, [...(paths.get(resourceName) ?? []), path]);
  }
  return [...paths].map(([resourceName, found]) => ({ resourceName, paths: found }));
}

/** As `parseCustomImages` reads them. */
export function imagePathFlags(customImages: readonly CustomImages[]): string[] {
  return customImages.flatMap(({ resourceName, paths }) => paths.map((path) => `${resourceName}=${path}`));
}

/** The images of a custom resource: every string at one of the paths. */
export function customImageFields(object: KubernetesObject, paths: readonly string[]): ImageField[] {
  const found = paths.flatMap((path) => evaluatePath(path, object));
  const fields = found.flatMap(({ pointer, value }): ImageField[] =>
    typeof value === 'string' && value !== '' ? [customField(pointer, value)] : [],
  );
  return [...new Map(fields.map((field) => [field.pointer, field])).values()];
}

/** Ways of transport that are written before images: they stay where they are. */
const TRANSPORT = /^(docker|docker-pullable|oci|containerd|cri-o):\/\//i;

/** The field at a JSON pointer that says this. */
export function customField(pointer: string, text: string): ImageField {
  const start = TRANSPORT.exec(text)?.[0].length ?? 0;
  return {
    ...{ slot: 'field', name: pointer, image: text.slice(start), pointer },
    ...(start === 0 ? {} : { within: { text, start } }),
  };
}
