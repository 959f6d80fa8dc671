/** Files that volumes bring into the containers. */
import type { V1KeyToPath, V1Volume, V1VolumeProjection } from '@kubernetes/client-node';
import type { Objects } from '../objects/objects.ts';
import type { Plain } from '../objects/stored.ts';
import type { Pod } from '../objects/pod.ts';
import { expandVariables } from './expand-variables.ts';
import { configMapData, MissingData, secretData, type KeyedData } from './keyed-data.ts';
import { podField } from './pod-field.ts';
import type { Container } from './pod.ts';

/** Content by path below the mount, by name of the volume. */
export type MountedVolumes = ReadonlyMap<string, KeyedData>;

/** A volume that cannot be set up now. */
export class MountFailure extends Error {
  override readonly name = 'MountFailure';
}

type Volume = Plain<V1Volume>;
type Items = readonly Plain<V1KeyToPath>[] | undefined;

/** Throws MountFailure, in the words of the kubelet's event, when a Secret or ConfigMap is not there. */
export function mountVolumes(objects: Objects, pod: Pod): Map<string, KeyedData> {
  const mounted = (pod.spec?.volumes ?? []).map((volume) => {
    try {
      return [volume.name, contentOf(objects, pod, volume)] as const;
    } catch (error) {
      if (!(error instanceof MissingData)) throw error;
      throw new MountFailure(`MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
    }
  });
  return new Map(mounted);
}

/** The content of a file as a container with these variables sees it; `undefined`: no such file. */
export function readMountedFile(
  volumes: MountedVolumes,
  { container, env }: { readonly container: Container; readonly env: Readonly<Record<string, string>> },
  path: string,
): Buffer | undefined {
  const mounts = (container.volumeMounts ?? []).toSorted((a, b) => b.mountPath.length - a.mountPath.length);
  for (const { name, mountPath, ...mount } of mounts) {
    const below =
      path === mountPath
        ? ''
        : path.startsWith(`${mountPath.replace(/\/$/, '')}/`)
          ? path.slice(mountPath.replace(/\/$/, '').length + 1)
          : undefined;
    if (below === undefined) continue;
    const subPath = mount.subPath ?? expandVariables(mount.subPathExpr ?? '', env);
    const inVolume = [subPath, below].filter((part) => part !== '').join('/');
    return volumes.get(name)?.[inVolume];
  }
  return undefined;
}

function contentOf(
  objects: Objects,
  pod: Pod,
  { secret, configMap, projected, downwardAPI }: Volume,
): KeyedData {
  const { namespace = '' } = pod.metadata;
  if (secret !== undefined) return ofSecret(objects, namespace, { ...secret, name: secret.secretName ?? '' });
  if (configMap !== undefined) return ofConfigMap(objects, namespace, configMap);
  if (downwardAPI !== undefined) return ofDownwardApi(pod, downwardAPI);
  const sources = projected?.sources ?? [];
  return Object.assign({}, ...sources.map((source) => ofProjection(objects, pod, source))) as KeyedData;
}

function ofProjection(objects: Objects, pod: Pod, source: Plain<V1VolumeProjection>): KeyedData {
  const { namespace = '' } = pod.metadata;
  if (source.secret !== undefined) return ofSecret(objects, namespace, source.secret);
  if (source.configMap !== undefined) return ofConfigMap(objects, namespace, source.configMap);
  if (source.downwardAPI !== undefined) return ofDownwardApi(pod, source.downwardAPI);
  const { serviceAccountToken } = source;
  return serviceAccountToken === undefined ? {} : { [serviceAccountToken.path]: Buffer.from('sandbox') };
}

interface Choice {
  readonly name?: string;
  readonly items?: Items;
  readonly optional?: boolean;
}

function ofSecret(objects: Objects, namespace: string, choice: Choice): KeyedData {
  return chosen(secretData(objects, namespace, choice.name ?? ''), choice, 'secret');
}

function ofConfigMap(objects: Objects, namespace: string, choice: Choice): KeyedData {
  return chosen(configMapData(objects, namespace, choice.name ?? ''), choice, 'configmap');
}

function chosen(
  data: KeyedData | undefined,
  { name = '', items, optional }: Choice,
  kind: string,
): KeyedData {
  if (data === undefined) {
    if (optional === true) return {};
    throw new MissingData(`${kind} "${name}" not found`);
  }
  if (items === undefined) return data;
  const entries = items.flatMap(({ key, path }) => {
    const value = data[key];
    if (value !== undefined) return [[path, value] as const];
    if (optional === true) return [];
    const title = kind === 'secret' ? 'secret' : 'config';
    throw new MissingData(`references non-existent ${title} key: ${key}`);
  });
  return Object.fromEntries(entries);
}

function ofDownwardApi(
  pod: Pod,
  { items = [] }: Pick<NonNullable<Volume['downwardAPI']>, 'items'>,
): KeyedData {
  return Object.fromEntries(
    items.map(({ path, fieldRef }) => [path, Buffer.from(podField(pod, fieldRef?.fieldPath ?? ''))]),
  );
}
