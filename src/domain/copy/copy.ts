/** One image to be copied, and what an engine tells about it. */
import type { Digest, ImageReference } from '../image/reference.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';

/** One copy: always from a digest, to a tag (a digest alone would create no tag). */
export interface ImageCopy {
  /** Source pinned by digest; its tag, if any, is kept for messages only. */
  readonly source: ImageReference & { readonly digest: Digest };
  readonly target: CopyTarget;
}

/** A pod of the engine that waits or can never start, such as for want of the engine's image. */
export interface CopyPodTrouble {
  readonly type: 'pod-waiting';
  readonly reason: string;
}

/** What an engine's log says while it works; its own success is never believed. */
export type CopyEvent =
  | { readonly type: 'started'; readonly target: string }
  | { readonly type: 'layer'; readonly target: string }
  | { readonly type: 'rate-limited'; readonly seconds: number | undefined }
  | { readonly type: 'failed'; readonly target: string; readonly reason: string }
  | { readonly type: 'finished'; readonly target: string };
