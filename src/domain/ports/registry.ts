/** Registries in our own words: what the workflows ask of the OCI distribution API. */
import type { Credential, RegistryConnection } from '../credentials/credential.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { Platform } from '../image/platform.ts';

/** The manifest of one platform: an entry of an index, or the image itself. */
export interface PlatformManifest {
  readonly platform: Platform;
  readonly digest: Digest;
  /** Of its configuration, where that was read: equal ones make equal containers, however the image is packed. */
  readonly config?: Digest;
}

/** What a registry says of one image. */
export interface RemoteImage {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Platforms of an index, or the one of a single image; empty for what is no runnable image. */
  readonly platforms: readonly Platform[];
  /** The manifests that serve those platforms; that an index names one does not prove that it is there. */
  readonly manifests: readonly PlatformManifest[];
  /** Nothing else of it can run: no entry of the index has a platform that cannot be read. */
  readonly complete: boolean;
  /** Entries of the index of which nobody can say what they serve: they count as needed. */
  readonly unplaced: readonly Digest[];
}

/** How one image's registry is spoken to: where, and with which logins, tried in order. */
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
  /** Digest and platforms (the manifest is read and its digest computed from the bytes, never believed). */
  inspect(image: ImageReference, signal?: AbortSignal): Promise<RemoteImage | undefined>;
  /**
   * Digests of all that an index lists; none of what is no index, or not there. `counted`: it may be an index, but the
   * registry counts each manifest that it hands out.
   */
  parts(image: ImageReference, signal?: AbortSignal): Promise<readonly Digest[] | 'counted'>;
  /** Digests of what names a manifest as its subject: signatures and the like (distribution specification, "Listing Referrers"). */
  referrers(
    image: ImageReference & { readonly digest: Digest },
    signal?: AbortSignal,
  ): Promise<readonly Digest[]>;
  /** Which of the credentials the registry accepts for reading this image; `undefined`: anonymous. */
  acceptedCredential(image: ImageReference, signal?: AbortSignal): Promise<Credential | undefined>;
  /** Checks that the host answers `/v2/` and accepts one of the credentials for this repository. */
  ping(image: ImageReference, signal?: AbortSignal): Promise<void>;
}
