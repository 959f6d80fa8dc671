import { gzipSync } from 'node:zlib';
import type { Digest } from '../../domain/image/reference.ts';
import { digestOf } from './digest-of.ts';
import { MEDIA_TYPES, type ImageFormat } from './media-types.ts';
import type { RegistryStore } from './registry-store.ts';

/** An image to put into a registry. */
export interface ImageSeed {
  readonly repository: string;
  /** Without one the image is reachable by its digest only. */
  readonly tag?: string;
  /** `os/architecture[/variant]`; one (default linux/amd64) makes a plain manifest, several an index. */
  readonly platforms?: readonly string[];
  /** Uncompressed tar archives; default: an empty one. */
  readonly layers?: readonly Buffer[];
  /** Default `oci`. */
  readonly format?: ImageFormat;
  /** `true`: an index with an attestation (platform `unknown/unknown`), as BuildKit makes them. */
  readonly attestation?: boolean;
  /** In the image's configuration; different labels make different digests. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What its containers run; default: nothing is said. */
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly user?: string;
}

export interface SeededImage {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Manifest digest by platform. */
  readonly manifests: Readonly<Record<string, Digest>>;
  /** Digests of the configurations, in the order of the platforms. */
  readonly configs: readonly Digest[];
  /** Digests of the compressed layers. */
  readonly layers: readonly Digest[];
}

interface JsonManifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly [field: string]: unknown;
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

const EMPTY_TAR = Buffer.alloc(1024);

/** Puts an image into the store. The same seed gives the same digests. */
export function seedImage(store: RegistryStore, seed: ImageSeed): SeededImage {
  const types = MEDIA_TYPES[seed.format ?? 'oci'];
  const platforms = seed.platforms ?? ['linux/amd64'];
  const needsIndex = platforms.length > 1 || seed.attestation === true;
  const tars = seed.layers ?? [EMPTY_TAR];
  const layers = tars.map((tar) => putBlob(store, seed.repository, types.layer, gzipSync(tar, { level: 1 })));
  const configs: Digest[] = [];
  const entries = platforms.map((name) => {
    const platform = parsePlatform(name);
    const config = putBlob(store, seed.repository, types.config, configuration(seed, platform, tars));
    configs.push(config.digest);
    const content: JsonManifest = { schemaVersion: 2, mediaType: types.manifest, config, layers };
    return { ...putJson(store, seed, content, needsIndex ? undefined : seed.tag), platform };
  });
  if (seed.attestation === true) entries.push(attestation(store, seed));
  const [single] = entries;
  const image =
    needsIndex || single === undefined
      ? putJson(store, seed, { schemaVersion: 2, mediaType: types.index, manifests: entries }, seed.tag)
      : single;
  return {
    digest: image.digest,
    mediaType: image.mediaType,
    manifests: Object.fromEntries(
      platforms.flatMap((name, i) => (entries[i] ? [[name, entries[i].digest]] : [])),
    ),
    configs,
    layers: layers.map(({ digest }) => digest),
  };
}

function parsePlatform(name: string): Platform {
  const [os = '', architecture = '', variant] = name.split('/');
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

function configuration(seed: ImageSeed, platform: Platform, tars: readonly Buffer[]): Buffer {
  const labels = seed.labels ?? { 'sandbox.image': `${seed.repository}:${seed.tag ?? ''}` };
  const rootfs = { type: 'layers', diff_ids: tars.map(digestOf) };
  // What is not given is left out.
  const config = { Labels: labels, Entrypoint: seed.entrypoint, Cmd: seed.cmd, User: seed.user };
  return Buffer.from(JSON.stringify({ ...platform, config, rootfs }));
}

function attestation(store: RegistryStore, seed: ImageSeed) {
  const { manifest, config: configType } = MEDIA_TYPES.oci;
  const config = putBlob(store, seed.repository, configType, Buffer.from('{}'));
  const layer = putBlob(store, seed.repository, 'application/vnd.in-toto+json', Buffer.from('{}'));
  const content: JsonManifest = { schemaVersion: 2, mediaType: manifest, config, layers: [layer] };
  return { ...putJson(store, seed, content), platform: { os: 'unknown', architecture: 'unknown' } };
}

function putBlob(store: RegistryStore, repository: string, mediaType: string, content: Buffer) {
  return { mediaType, digest: store.putBlob(repository, content), size: content.length };
}

function putJson(store: RegistryStore, { repository }: ImageSeed, value: JsonManifest, tag?: string) {
  const content = Buffer.from(JSON.stringify(value));
  const { digest, mediaType } = store.putManifest(repository, { mediaType: value.mediaType, content }, tag);
  return { mediaType, digest, size: content.length };
}
