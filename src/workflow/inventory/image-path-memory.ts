/**
 * Stores the custom resource paths given to moves in the cluster, so that rollback, verify and finish find these
 * images without being given the paths again.
 */
import { ExpectedError } from '../../domain/errors.ts';
import {
  type CustomImages,
  imagePathFlags,
  parseCustomImages,
} from '../../domain/inventory/custom-images.ts';
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { IMAGE_PATHS_NAME } from '../../domain/kubernetes/own-names.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ensureNamespace } from '../cluster/ensure-namespace.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { storeInConfigMap } from '../cluster/store-in-config-map.ts';

const KEY = 'flags';

/** Adds to the stored paths. Call before the first change. */
export async function rememberImagePaths(
  cluster: Cluster,
  namespace: string,
  customImages: readonly CustomImages[],
  signal: AbortSignal,
): Promise<void> {
  await ensureNamespace(cluster, namespace, signal);
  const added = new Set(imagePathFlags(customImages));
  if (added.size === 0) return;
  const dataAfter = (memory: KubernetesObject | undefined) => {
    const known = flagsIn(memory, namespace);
    const all = new Set([...known, ...added]);
    return all.size === known.length ? undefined : { [KEY]: JSON.stringify([...all]) };
  };
  await storeInConfigMap(cluster, { namespace, name: IMAGE_PATHS_NAME, dataAfter }, signal);
}

export interface RecalledImagePaths {
  readonly customImages: readonly CustomImages[];
  /** Stored entries that were skipped, in sentences. */
  readonly warnings: readonly string[];
}

/** Given and stored paths, without stored resources that the server no longer serves or that are built-in. */
export async function recallImagePaths(
  cluster: Cluster,
  namespace: string,
  given: readonly CustomImages[],
  signal: AbortSignal,
): Promise<RecalledImagePaths> {
  const memory = await cluster.get(CONFIG_MAPS, { namespace, name: IMAGE_PATHS_NAME }, signal);
  const asked = new Set(given.map(({ resourceName }) => resourceName));
  const present: CustomImages[] = [];
  const warnings: string[] = [];
  for (const images of parseCustomImages(flagsIn(memory, namespace))) {
    const { resourceName } = images;
    const resource = asked.has(resourceName) ? undefined : await cluster.findResource(resourceName, signal);
    if (resource !== undefined && isBuiltIn(resource)) {
      warnings.push(
        `ConfigMap ${namespace}/${IMAGE_PATHS_NAME} names "${resourceName}", which is not a custom resource: skipped`,
      );
    } else if (asked.has(resourceName) || resource !== undefined) {
      present.push(images);
    } else {
      warnings.push(`the server no longer serves "${resourceName}": changes to it are skipped`);
    }
  }
  const flags = new Set(imagePathFlags([...given, ...present]));
  return { customImages: parseCustomImages([...flags]), warnings };
}

/** Call when nothing is left to roll back. */
export async function forgetImagePaths(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const memory = await cluster.get(CONFIG_MAPS, { namespace, name: IMAGE_PATHS_NAME }, signal);
  if (memory === undefined) return;
  await guardedDelete(cluster, { resource: CONFIG_MAPS, seen: memory, signal });
}

/** Throws ExpectedError when the ConfigMap is damaged. */
function flagsIn(memory: KubernetesObject | undefined, namespace: string): string[] {
  if (memory === undefined) return [];
  try {
    return checkedFlags(valueAt(memory, ['data', KEY]));
  } catch (cause) {
    throw new ExpectedError(`ConfigMap ${namespace}/${IMAGE_PATHS_NAME} is damaged`, {
      nextStep: `Delete it with \`kubectl delete configmap -n ${namespace} ${IMAGE_PATHS_NAME}\` and give the paths of changed custom resources with --image-path.`,
      cause,
    });
  }
}

function checkedFlags(text: unknown): string[] {
  const flags: unknown = JSON.parse(String(text));
  if (!Array.isArray(flags)) throw new TypeError('not a list');
  const texts = flags.map(String);
  parseCustomImages(texts);
  return texts;
}
