/** The registries port: what the workflows need of the OCI distribution API. */
import type { Credential, RegistryConnection } from '../credentials/credential.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { Platform } from '../image/platform.ts';

/** The manifest of one platform: an entry of an index, or the image itself. */
export interface PlatformManifest {
  readonly platform: Platform;
  readonly digest: Digest;
  /** Digest of its config, if read: equal configs make equal containers, however the layers are compressed. */
  readonly config?: Digest;
}

/** An image at a registry. */
export interface RemoteImage {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Platforms of an index, or of a single image; empty for artifacts that cannot run. */
  readonly platforms: readonly Platform[];
  /** The manifests of these platforms; a manifest in an index may be missing at the registry. */
  readonly manifests: readonly PlatformManifest[];
  /** Whether these are all that can run: no entry of the index has an unreadable platform. */
  readonly complete: boolean;
  /** Entries of the index without a readable platform: count as needed. */
  readonly unplaced: readonly Digest[];
}

/** Connection and logins for one image, tried in order. */
export interface RegistryAccess {
  readonly connection: RegistryConnection;
  /** Empty: anonymous only. Anonymous is always tried last. */
  readonly credentials: readonly Credential[];
}

/** Decides the access for an image; pure, given by the caller. */
export type AccessFor = (image: ImageReference) => RegistryAccess;

/** Every method throws RegistryError. */
export interface Registries {
  /** Digest only (one HEAD); `undefined` when the registry has no such manifest or repository. */
  digest(image: ImageReference, signal?: AbortSignal): Promise<Digest | undefined>;
  /** Digest and platforms; the digest is computed from the bytes of the manifest. */
  inspect(image: ImageReference, signal?: AbortSignal): Promise<RemoteImage | undefined>;
  /**
   * Digests of the manifests of an index; empty if absent or not an index. `counted`: not read, since the registry
   * counts each read of a manifest as a pull.
   */
  parts(image: ImageReference, signal?: AbortSignal): Promise<readonly Digest[] | 'counted'>;
  /** Digests of manifests with this subject, such as signatures (distribution specification, "Listing Referrers"). */
  referrers(
    image: ImageReference & { readonly digest: Digest },
    signal?: AbortSignal,
  ): Promise<readonly Digest[]>;
  /** Which of the credentials the registry accepts for reading this image; `undefined`: anonymous. */
  acceptedCredential(image: ImageReference, signal?: AbortSignal): Promise<Credential | undefined>;
  /** Checks that the host answers `/v2/` and accepts one of the credentials for this repository. */
  ping(image: ImageReference, signal?: AbortSignal): Promise<void>;
}
