import type { CopyJobRequest } from '../../../domain/ports/copy-engine.ts';
import { layOut } from './copy-layout.ts';
import { dockerConfig } from './docker-config.ts';
import { regsyncConfig } from './regsync-config.ts';

/** Folder of the container where all files appear. */
export const CONFIG_FOLDER = '/config';

/** A file that the engine reads: its name, also the key in the Secret, and its text. */
export interface ConfigFile {
  readonly name: string;
  readonly content: string;
}

/** Name of a shard's file; `index` may be a `$(VARIABLE)` of the pod. */
export function shardFileName(index: number | string): string {
  return `regsync-${index}.yml`;
}

/** All files of a request: logins, CAs, one regsync.yml per shard. */
export function configFiles(request: CopyJobRequest): readonly ConfigFile[] {
  const { registries, shards } = layOut(request);
  const { connections } = request;
  const authorities = new Set(registries.flatMap(({ host }) => connections.get(host)?.ca ?? []));
  const caFiles = [...authorities].map((content, index) => ({ name: `ca-${index}.crt`, content }));
  const caPath = (ca: string): string =>
    `${CONFIG_FOLDER}/${caFiles.find(({ content }) => content === ca)?.name ?? ''}`;
  const shardFiles = shards.map((shard, index) => ({
    name: shardFileName(index),
    content: regsyncConfig(shard, { registries, connections, caPath }),
  }));
  return [{ name: 'config.json', content: dockerConfig(registries) }, ...caFiles, ...shardFiles];
}
