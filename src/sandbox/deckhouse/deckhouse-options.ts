/** How the stand-in of Deckhouse is made up. */
import type { Digest } from '../../domain/image/reference.ts';
import type { Login } from '../oci/login.ts';
import type { Network } from '../network.ts';

/** How a release moves to another registry: by a copier's Secret, by the module `registry`, by its second implementation. */
export type DeckhouseGeneration = 'copier' | 'module' | 'module-v2';

/** The registry that Deckhouse runs from, and its images there, as `pushDeckhouseImages` puts them. */
export interface DeckhouseImages {
  /** `host[:port]/path`: the one repository of all images. */
  readonly base: string;
  /** Default `https`. */
  readonly scheme?: 'http' | 'https';
  /** PEM. */
  readonly ca?: string;
  /** Default: anonymous. */
  readonly login?: Pick<Login, 'username' | 'password'>;
  /** Of container `deckhouse`. */
  readonly tag: string;
  readonly modules: readonly ModuleImage[];
}

export interface ModuleImage {
  readonly module: string;
  readonly image: string;
  readonly tag: string;
  readonly digest: Digest;
}

/** A Deployment with istio's sidecar. */
export interface DeckhouseApplication {
  /** Made with the label `istio-injection=enabled`. */
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
}

/** What goes wrong; default: nothing. */
export interface DeckhouseFaults {
  /** So many Jobs `copy-images` fail, the first ones. */
  readonly failingCopies?: number;
  /** Nothing answers the Secret `images-copier-config`, as in releases without a copier. */
  readonly silentHook?: boolean;
  /** The copy Job's image is an invalid reference, as in late releases with a copier. */
  readonly invalidCopierImage?: boolean;
  /** Nodes that never apply a new configuration. */
  readonly stuckNodes?: readonly string[];
  /** Nodes that get approval from nobody but a person who annotates them. */
  readonly unapprovedNodes?: readonly string[];
}

export interface DeckhouseEstateOptions {
  readonly generation: DeckhouseGeneration;
  readonly images: DeckhouseImages;
  /** Default: none. */
  readonly applications?: readonly DeckhouseApplication[];
}

export interface DeckhouseOptions extends DeckhouseEstateOptions {
  /** Of somebody who may do everything (YAML). */
  readonly kubeconfig: string;
  /** How many times faster than its timetable it works; default 1. Takes at least 250 ms to notice anything. */
  readonly speed?: number;
  readonly faults?: DeckhouseFaults;
  /** Where this process reaches registry hosts; default: as their names say. */
  readonly network?: Network;
  /** PEM certificates that the copier trusts, by `host[:port]`; `ca` of `images` besides. */
  readonly trustedAuthorities?: ReadonlyMap<string, string>;
}

export interface Deckhouse {
  /** Ends the stand-in; what it made stays. */
  stop(): Promise<void>;
  /** Ends it and deletes all that it made, nodes' labels and annotations too. */
  remove(): Promise<void>;
}
