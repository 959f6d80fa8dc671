import type { Digest } from '../../src/domain/image/reference.ts';
import type { SandboxRegistry } from '../../src/sandbox/index.ts';

/** Puts something like a signature into a registry. */
export function refer(registry: SandboxRegistry, repository: string, subject: string): Digest {
  const config = registry.store.putBlob(repository, Buffer.from('{}'));
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: config, size: 2 };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    artifactType: 'application/vnd.example.signature',
    config: empty,
    layers: [],
    subject: { mediaType, digest: subject, size: 1 },
  };
  return registry.store.putManifest(repository, { mediaType, content: Buffer.from(JSON.stringify(manifest)) })
    .digest;
}
