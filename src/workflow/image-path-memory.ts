/**
 * Remembers in the cluster which custom resources were changed and where they name images, so that a rollback finds
 * them without being told again.
 */
import { type CustomImages, parseCustomImages } from '../domain/inventory/custom-images.ts';
import { jsonPointer } from '../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../domain/kubernetes/object.ts';
import { valueAt } from '../domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { MANAGED_BY } from './managed-by.ts';

const NAME = 'registry-switch-image-paths';
const KEY = 'flags';

/** Adds to what is remembered; to be called before the first custom resource is changed. */
export async function rememberImagePaths(
  cluster: Cluster,
  namespace: string,
  customImages: readonly CustomImages[],
  signal: AbortSignal,
): Promise<void> {
  await ensureNamespace(cluster, namespace, signal);
  const memory = await cluster.get(CONFIG_MAPS, { namespace, name: NAME }, signal);
  const known = flagsOf(memory);
  const all = [...new Set([...known, ...customImages.flatMap(toFlags)])];
  if (all.length === known.length) return;
  if (memory === undefined) {
    const metadata = { namespace, name: NAME, labels: MANAGED_BY };
    const data = { [KEY]: JSON.stringify(all) };
    await cluster.create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, { signal });
    return;
  }
  const path = jsonPointer('data', KEY);
  await cluster.patch(
    CONFIG_MAPS,
    { namespace, name: NAME },
    [
      { op: 'test', path, value: valueAt(memory, ['data', KEY]) },
      { op: 'replace', path, value: JSON.stringify(all) },
    ],
    { signal },
  );
}

/** Those given and those remembered. */
export async function recallImagePaths(
  cluster: Cluster,
  namespace: string,
  given: readonly CustomImages[],
  signal: AbortSignal,
): Promise<CustomImages[]> {
  const memory = await cluster.get(CONFIG_MAPS, { namespace, name: NAME }, signal);
  return parseCustomImages([...new Set([...given.flatMap(toFlags), ...flagsOf(memory)])]);
}

/** To be called when nothing is left to be rolled back. */
export async function forgetImagePaths(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  await cluster.delete(CONFIG_MAPS, { namespace, name: NAME }, { signal });
}

function toFlags({ resourceName, paths }: CustomImages): string[] {
  return paths.map((path) => `${resourceName}=${path}`);
}

function flagsOf(memory: KubernetesObject | undefined): string[] {
  const text = valueAt(memory, ['data', KEY]);
  if (typeof text !== 'string') return [];
  const flags: unknown = JSON.parse(text);
  return Array.isArray(flags) ? flags.filter((flag) => typeof flag === 'string') : [];
}
