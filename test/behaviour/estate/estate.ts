/** What the estate consists of, and what is to become of it. */
import type { Buildable } from '../builders/buildable.ts';
import type { Gadget } from '../builders/custom-resource.ts';
import type { Kind } from '../harness/kinds.ts';
import type { SourceImage } from '../harness/site.ts';

/** Images by what they are for. */
export type EstateImages = Readonly<Record<EstateImageName, SourceImage>>;

export type EstateImageName =
  | 'web'
  | 'webProxy'
  | 'webMigrations'
  | 'cart'
  | 'report'
  | 'import'
  | 'database'
  | 'newDatabase'
  | 'cache'
  | 'queue'
  | 'agent'
  | 'gadget'
  | 'archive'
  | 'models'
  | 'console'
  | 'pinned';

export interface EstateNamespaces {
  readonly shop: string;
  readonly data: string;
  readonly ops: string;
  readonly legacy: string;
}

export interface Estate {
  readonly namespaces: EstateNamespaces;
  readonly images: EstateImages;
  /** Everything that is to be moved, and beside it what is to stay. */
  readonly workloads: readonly Buildable[];
  /** Names of pods that wait for images that they may not pull, `namespace/pod`. */
  readonly stuckPods: readonly string[];
  /** The pull Secret of the bare pod, `namespace/name`: the only place where its pull can be granted. */
  readonly registrySecret: string;
  readonly gadgets: Kind<Gadget>;
  /** For `--image-path`. */
  readonly imagePath: string;
  /** Names of workloads that have nothing to open their images with, each to be opened with `--open`. */
  readonly closed: readonly string[];
  /** From the plain registry. */
  readonly untouched: { readonly namespace: string; readonly name: string; readonly image: string };
}

/** What a move of the whole estate has to be told. */
export function estateFlags({ imagePath, registrySecret, closed }: Estate): string[] {
  return [
    ...['--image-path', imagePath, '--registry-secret', registrySecret],
    ...closed.flatMap((name) => ['--open', name]),
  ];
}
