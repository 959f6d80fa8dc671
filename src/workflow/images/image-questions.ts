/** What the registries are asked once more right before a workload changes. */
import { RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import { memoizeSuccess } from '../../domain/memoize.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from './if-no-answer.ts';
import { type Estate, type SameImage, sameImages } from './same-image.ts';

/** Workloads of one wave that name the same image share an answer. */
const FRESH_MILLISECONDS = 2000;

export interface ImageQuestions {
  /** Why the target does not hold what was proven there, in a sentence; `undefined`: it does. */
  targetDoubt(image: ProvenPlace, signal: AbortSignal): Promise<string | undefined>;
  /** What the source says of an image now; `undefined`: it does not have it, or cannot be asked. */
  sourceDigest(image: ImageReference, signal: AbortSignal): Promise<Digest | undefined>;
  readonly isSame: SameImage;
}

export interface ProvenPlace {
  /** `host/repository:tag` */
  readonly copy: string;
  readonly digest: Digest;
  /** What the workload will say. */
  readonly to: string;
}

export function imageQuestions(registries: Registries, estate: Estate): ImageQuestions {
  const ask = memoizeSuccess(
    (image) => formatImageReference(image),
    async (image: ImageReference, signal: AbortSignal) => registries.digest(image, signal),
    FRESH_MILLISECONDS,
  );
  return {
    isSame: sameImages(registries, estate),
    targetDoubt: async ({ copy, digest, to }, signal) => {
      const tagged = parseImageReference(copy);
      const isPinned = parseImageReference(to).digest !== undefined;
      // Pods that name the digest do not care what the tag says by now.
      const { host, repository } = tagged;
      try {
        const held = await ask(isPinned ? { host, repository, digest } : tagged, signal);
        if (held === digest) return undefined;
        return held === undefined
          ? `the target does not have ${copy} any more: run it again`
          : `${copy} was pushed over since it was proven (${digest}), it holds ${held} now: run it again`;
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        return `${copy} could not be checked again: ${error.message}`;
      }
    },
    sourceDigest: async (image, signal) => ask(image, signal).catch(ifNoAnswer(() => undefined)),
  };
}
