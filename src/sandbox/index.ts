/** The door of the sandbox: nothing else of it is imported from outside. What is large is loaded when it is started. */
import type { Deckhouse, DeckhouseEstateOptions, DeckhouseOptions } from './deckhouse/deckhouse-options.ts';
import type { EstateObject } from './demo/estate/estate-object.ts';
import type { DemoOptions } from './demo/demo-options.ts';
import type { SandboxCluster, SandboxClusterOptions } from './start-cluster.ts';

export { KUBERNETES_VERSION } from './api/server-version.ts';
export { createAuthority, issueCertificate } from './certificates/issue-certificate.ts';
export { runningClock } from './clock.ts';
export type {
  Deckhouse,
  DeckhouseApplication,
  DeckhouseEstateOptions,
  DeckhouseFaults,
  DeckhouseGeneration,
  DeckhouseImages,
  DeckhouseOptions,
} from './deckhouse/deckhouse-options.ts';
export { pushDeckhouseImages } from './deckhouse/image-table.ts';
export { DemoFailure } from './demo/demo-failure.ts';
export { isOnPath } from './demo/is-on-path.ts';
export { makeNarrator } from './demo/show/narrator.ts';
export { ApiFailure } from './objects/api-failure.ts';
export { BUILT_IN_RESOURCES } from './objects/api-resources.ts';
export { applyJsonPatch, PatchFailure } from './objects/patches/json-patch.ts';
export type { Plain } from './objects/stored.ts';
export { seedCopierImage } from './programs/seed-copier-image.ts';
export { digestOf } from './registry/digest-of.ts';
export { type ImageFormat, MEDIA_TYPES } from './registry/media-types.ts';
export type { RegistryFault } from './registry/registry-fault.ts';
export { type RegistryRequest, requestLine } from './registry/registry-request.ts';
export type { HidingStyle, RepositoryRules } from './registry/repository-rules.ts';
export { parseRoute } from './registry/route.ts';
export type { RepositoryAction, SandboxAuth } from './registry/sandbox-auth.ts';
export type { SandboxRegistry, SandboxRegistryOptions } from './registry/sandbox-registry.ts';
export type { ImageSeed } from './registry/seed-image.ts';
export { startRegistry } from './registry/start-registry.ts';
export { tarArchive } from './registry/tar-archive.ts';

/** Starts a cluster in this process; rejects when its port is taken. */
export async function startCluster(options: SandboxClusterOptions = {}): Promise<SandboxCluster> {
  const inside = await import('./start-cluster.ts');
  return inside.startCluster(options);
}

/** Plays the demo: see `demo/run-demo.ts`. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const inside = await import('./demo/run-demo.ts');
  return inside.runDemo(options);
}

/** Starts the stand-in of Deckhouse on any cluster: see `deckhouse/deckhouse-options.ts`. */
export async function startDeckhouse(options: DeckhouseOptions): Promise<Deckhouse> {
  const inside = await import('./deckhouse/start-deckhouse.ts');
  return inside.startDeckhouse(options);
}

/** What `startDeckhouse` creates where it is missing. */
export async function deckhouseEstate(options: DeckhouseEstateOptions): Promise<readonly EstateObject[]> {
  const inside = await import('./deckhouse/estate/deckhouse-estate.ts');
  return inside.deckhouseEstate(options);
}
