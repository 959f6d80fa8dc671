import type { FaultHook } from './registry-fault.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore } from './registry-store.ts';
import type { RateLimit } from './pull-limit.ts';
import type { RepositoryRules } from './repository-rules.ts';
import type { SandboxAuth } from './sandbox-auth.ts';
import type { ImageSeed, SeededImage } from './seed-image.ts';

/** How a sandbox registry behaves; everything has a default. */
export interface SandboxRegistryOptions {
  /** Loopback address to listen on; default 127.0.0.1. */
  readonly address?: string;
  /** Default: any free port. */
  readonly port?: number;
  /** Speaks https with this certificate and key (PEM); default: plain http. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Default: anybody may do anything. */
  readonly auth?: SandboxAuth;
  /** Default: none. */
  readonly rateLimit?: RateLimit;
  /** How each repository is treated; default: as the specification says, nothing is hidden. */
  readonly manners?: (repository: string) => RepositoryRules;
  /** Makes answers go wrong. */
  readonly onRequest?: FaultHook;
}

/** A running registry of the OCI distribution specification that keeps everything in memory. */
export interface SandboxRegistry {
  /** `address:port`, as image references name it. */
  readonly host: string;
  /** `http(s)://address:port`. */
  readonly url: string;
  readonly store: RegistryStore;
  /** Every request so far, the refused ones too. */
  readonly requests: readonly RegistryRequest[];
  /** Puts an image straight into the store. */
  seedImage(seed: ImageSeed): SeededImage;
  /** Cuts all connections and closes the port. */
  stop(): Promise<void>;
}
