/** One image to copy, and the events of an engine about it. */
import type { Digest, ImageReference } from '../image/reference.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';

/** One copy: always from a digest, to a tag (a digest alone would create no tag). */
export interface ImageCopy {
  /** Source pinned by digest; its tag, if any, is kept for messages only. */
  readonly source: ImageReference & { readonly digest: Digest };
  readonly target: CopyTarget;
}

/** A copy as reports name it, and why it is not proven. */
export interface FailedCopy {
  readonly source: string;
  readonly target: string;
  readonly reason: string;
}

/** A pod of the engine that is waiting or can never start, e.g. without the engine's image. */
export interface CopyPodTrouble {
  readonly type: 'pod-waiting';
  readonly reason: string;
}

/** Events from an engine's log; its own claim of success is never trusted. */
export type CopyEvent =
  | { readonly type: 'started'; readonly target: string }
  | { readonly type: 'layer'; readonly target: string }
  | { readonly type: 'rate-limited'; readonly seconds: number | undefined }
  | { readonly type: 'failed'; readonly target: string; readonly reason: string }
  | { readonly type: 'finished'; readonly target: string };
