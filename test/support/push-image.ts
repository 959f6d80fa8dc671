import { gzipSync } from 'node:zlib';
import { type ImageFormat, MEDIA_TYPES } from '../../src/sandbox/index.ts';
import { busyboxLayer, randomLayer } from './image-layers.ts';
import { expectFromRegistry, requestRegistry, sha256, type Registry } from './registry-http.ts';

export type { Registry } from './registry-http.ts';

/** What to push. Everything but the repository has a default. */
export interface ImageSpec {
  readonly repository: string;
  /** Without a tag the image is reachable by its digest only. */
  readonly tag?: string;
  /** `os/architecture[/variant]`. One platform (default linux/amd64) makes a plain manifest, several make an index. */
  readonly platforms?: readonly string[];
  /** Extra layers: uncompressed tars (pass the same one to share it between images), or sizes in bytes of random ones. Default: one of 32 bytes. */
  readonly layers?: readonly (Buffer | number)[];
  /** The layer below: busybox unless `false`. */
  readonly base?: Buffer | false;
  readonly labels?: Readonly<Record<string, string>>;
  /** Default: a shell that sleeps for ever and quits at once on SIGTERM. */
  readonly entrypoint?: readonly string[];
  readonly user?: string;
  /** Media types of OCI (default) or of Docker's schema 2. */
  readonly format?: ImageFormat;
}

export interface PushedImage {
  /** `host/repository:tag`, or `host/repository@digest` without a tag. */
  readonly reference: string;
  readonly digest: string;
  readonly mediaType: string;
  /** Manifest digest by platform; for a plain manifest its one platform has the image's own digest. */
  readonly platformDigests: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const ACCEPT = Object.values(MEDIA_TYPES)
  .flatMap((types) => [types.index, types.manifest])
  .join(', ');

const SLEEP = ['/bin/sh', '-c', "trap 'exit 0' TERM INT; sleep 2147483647 & wait"];

/** Builds a test image and pushes it over the OCI distribution API. Each image has a digest of its own unless all layers are given. */
export async function pushImage(registry: Registry, spec: ImageSpec): Promise<PushedImage> {
  const types = MEDIA_TYPES[spec.format ?? 'oci'];
  const platforms = spec.platforms ?? ['linux/amd64'];
  const manifests: (Descriptor & { readonly platform: Platform })[] = [];
  for (const name of platforms) {
    const manifest = await platformManifest(registry, spec, parsePlatform(name));
    const only = platforms.length === 1 ? spec.tag : undefined;
    const descriptor = await putManifest(
      registry,
      spec.repository,
      { mediaType: types.manifest, manifest },
      only,
    );
    manifests.push({ ...descriptor, platform: parsePlatform(name) });
  }
  const [single] = manifests;
  const image =
    single !== undefined && manifests.length === 1
      ? single
      : await putManifest(
          registry,
          spec.repository,
          { mediaType: types.index, manifest: { manifests } },
          spec.tag,
        );
  const suffix = spec.tag === undefined ? `@${image.digest}` : `:${spec.tag}`;
  return {
    reference: `${registry.host}/${spec.repository}${suffix}`,
    digest: image.digest,
    mediaType: image.mediaType,
    platformDigests: Object.fromEntries(
      platforms.map((name, index) => [name, manifests[index]?.digest ?? '']),
    ),
  };
}

/** Pushes something like a signature, without a tag, and returns its digest. */
export async function pushReferrer(registry: Registry, repository: string, subject: string): Promise<string> {
  const { manifest: mediaType } = MEDIA_TYPES.oci;
  const config = await putBlob(registry, repository, 'application/vnd.oci.empty.v1+json', Buffer.from('{}'));
  const artifactType = 'application/vnd.example.signature';
  // The size is that of the subject, which nobody checks.
  const manifest = {
    artifactType,
    config,
    layers: [config],
    subject: { mediaType, digest: subject, size: 1 },
  };
  return (await putManifest(registry, repository, { mediaType, manifest }, undefined)).digest;
}

/** The digest that a tag (or digest) stands for in the registry, `undefined` when there is no such manifest. */
export async function manifestDigest(
  registry: Registry,
  repository: string,
  reference: string,
): Promise<string | undefined> {
  const path = `/v2/${repository}/manifests/${reference}`;
  const response = await expectFromRegistry(
    registry,
    { method: 'GET', path, headers: { accept: ACCEPT } },
    [200, 404],
  );
  return response.status === 404 ? undefined : sha256(response.body);
}

/** Deletes the manifest that a tag or digest stands for, with every tag on it; nothing happens when there is none. */
export async function deleteManifest(
  registry: Registry,
  repository: string,
  reference: string,
): Promise<void> {
  const digest = await manifestDigest(registry, repository, reference);
  if (digest === undefined) return;
  const path = `/v2/${repository}/manifests/${digest}`;
  await expectFromRegistry(registry, { method: 'DELETE', path }, [202]);
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

function parsePlatform(name: string): Platform {
  const [os = '', architecture = '', variant] = name.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

async function platformManifest(registry: Registry, spec: ImageSpec, platform: Platform): Promise<object> {
  const types = MEDIA_TYPES[spec.format ?? 'oci'];
  const base = spec.base === false ? [] : [spec.base ?? busyboxLayer()];
  const extra = (spec.layers ?? [32]).map((layer) =>
    typeof layer === 'number' ? randomLayer(layer) : layer,
  );
  const tars = [...base, ...extra];
  const layers: Descriptor[] = [];
  for (const tar of tars) {
    layers.push(await putBlob(registry, spec.repository, types.layer, compressed(tar)));
  }
  const config = {
    ...platform,
    config: {
      Entrypoint: spec.entrypoint ?? SLEEP,
      Env: ['PATH=/bin'],
      ...(spec.user === undefined ? {} : { User: spec.user }),
      ...(spec.labels === undefined ? {} : { Labels: spec.labels }),
    },
    rootfs: { type: 'layers', diff_ids: tars.map(sha256) },
  };
  return { config: await putBlob(registry, spec.repository, types.config, toJson(config)), layers };
}

const compressedLayers = new WeakMap<Buffer, Buffer>();

/** The gzip of a layer, made once for each: test suites push the same layers many times. */
function compressed(tar: Buffer): Buffer {
  const known = compressedLayers.get(tar);
  if (known !== undefined) return known;
  const made = gzipSync(tar, { level: 1 });
  compressedLayers.set(tar, made);
  return made;
}

/** Uploads a blob unless the repository has it: https://github.com/opencontainers/distribution-spec, "Pushing blobs". */
async function putBlob(
  registry: Registry,
  repository: string,
  mediaType: string,
  body: Buffer,
): Promise<Descriptor> {
  const descriptor = { mediaType, digest: sha256(body), size: body.length };
  const there = await requestRegistry(registry, {
    method: 'HEAD',
    path: `/v2/${repository}/blobs/${descriptor.digest}`,
  });
  if (there.status === 200) return descriptor;
  const started = await expectFromRegistry(
    registry,
    { method: 'POST', path: `/v2/${repository}/blobs/uploads/` },
    [202],
  );
  const location = new URL(started.headers.location ?? '', `http://${registry.host}`);
  location.searchParams.set('digest', descriptor.digest);
  const path = location.pathname + location.search;
  await expectFromRegistry(
    registry,
    { method: 'PUT', path, headers: { 'content-type': 'application/octet-stream' }, body },
    [201],
  );
  return descriptor;
}

async function putManifest(
  registry: Registry,
  repository: string,
  content: { readonly mediaType: string; readonly manifest: object },
  tag: string | undefined,
): Promise<Descriptor> {
  const { mediaType, manifest } = content;
  const body = toJson({ schemaVersion: 2, mediaType, ...manifest });
  const digest = sha256(body);
  const path = `/v2/${repository}/manifests/${tag ?? digest}`;
  await expectFromRegistry(
    registry,
    { method: 'PUT', path, headers: { 'content-type': mediaType }, body },
    [201],
  );
  return { mediaType, digest, size: body.length };
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
