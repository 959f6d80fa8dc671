/** Custom resource paths that match no image. */
import { customImageFields } from '../../domain/inventory/custom-images.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { didYouMean } from '../../domain/names/nearest.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { resolveCustomImages, type ResolvedCustomImages } from '../inventory/resolve-custom-images.ts';
import type { MatchSearch, MissingMatch } from './match-search.ts';

/** Objects whose text fields are suggested. */
const SAMPLES = 20;

export async function missingPaths(search: MatchSearch): Promise<MissingMatch[]> {
  const { cluster, matches, work } = search;
  const resolved = await resolveCustomImages(cluster, matches.customImages, work.signal);
  const missing: MissingMatch[] = [];
  for (const images of resolved) missing.push(...(await missingIn(images, search)));
  return missing;
}

async function missingIn(
  { resource, resourceName, paths }: ResolvedCustomImages,
  { cluster, matches, work }: MatchSearch,
): Promise<MissingMatch[]> {
  const left = new Set(paths);
  const samples: KubernetesObject[] = [];
  for await (const object of objectsInScope(cluster, { resource, scope: matches.scope }, work.signal)) {
    for (const path of left) if (customImageFields(object, [path]).length > 0) left.delete(path);
    if (left.size === 0) return [];
    if (samples.length < SAMPLES) samples.push(object);
  }
  if (samples.length === 0) {
    return [
      {
        message: `--image-path: no ${resourceName} found in the searched namespaces`,
        nextStep: '',
        isWarning: true,
      },
    ];
  }
  const fields = [...new Set(samples.flatMap(({ spec }) => textFields(spec, '.spec')))];
  return [...left].map((path) => ({
    message: `--image-path ${resourceName}=${path}: no object has an image there`,
    nextStep: didYouMean(
      path,
      fields.map((field) => ({ name: `{${field}}` })),
      { what: 'text fields', otherwise: 'Its objects have no text fields in their spec.' },
    ),
  }));
}

/** Deeper fields are not suggested. */
const DEEPEST = 8;

/** Paths to every text in a value. */
function textFields(value: unknown, path: string, depth = 0): string[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one) => textFields(one, `${path}[*]`, depth + 1));
  return Object.entries(value).flatMap(([key, one]) =>
    /^\w+$/.test(key) ? textFields(one, `${path}.${key}`, depth + 1) : [],
  );
}
