/** What the sandbox's programs read of manifests and image configurations (OCI image specification). */
import type { ManifestContent } from '../registry/manifest-content.ts';
import { MEDIA_TYPES } from '../registry/media-types.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly urls?: readonly string[];
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
}

export interface Manifest {
  readonly mediaType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
  readonly subject?: Pick<Descriptor, 'digest'>;
  readonly artifactType?: string;
  readonly annotations?: ManifestContent['annotations'];
}

/** The `Accept` of somebody who knows images and indexes of both kinds. */
export const IMAGE_TYPES: readonly string[] = [
  MEDIA_TYPES.oci.index,
  MEDIA_TYPES.oci.manifest,
  MEDIA_TYPES.docker.index,
  MEDIA_TYPES.docker.manifest,
];

/** `undefined` for what is not JSON object. */
export function parseManifest(content: Buffer): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
