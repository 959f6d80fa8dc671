import type { SandboxRegistry } from '../registry/sandbox-registry.ts';
import type { SeededImage } from '../registry/seed-image.ts';

/** Where the copy engine's image is put; upstream's own place by default. */
export interface CopierImagePlace {
  readonly repository?: string;
  readonly tag?: string;
}

/** Puts an image like upstream's regsync into a registry: the sandbox's nodes carry out what it runs. */
export function seedCopierImage(
  registry: Pick<SandboxRegistry, 'seedImage'>,
  { repository = 'regclient/regsync', tag = 'v0.11.7' }: CopierImagePlace = {},
): SeededImage {
  return registry.seedImage({ repository, tag, entrypoint: ['/regsync'], user: 'appuser' });
}
