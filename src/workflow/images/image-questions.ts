/** Registry checks that are repeated right before a workload changes. */
import { RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { CopyTarget } from '../../domain/mapping/copy-target.ts';
import { memoizeSuccess } from '../../domain/memoize.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from './if-no-answer.ts';
import { type Estate, type SameImage, sameImages } from './same-image.ts';

/** Workloads of a wave with the same image share a result. */
const FRESH_MILLISECONDS = 2000;

export interface ImageQuestions {
  /** Why the target no longer has the proven image, in a sentence; `undefined`: it does. */
  targetDoubt(image: ProvenPlace, signal: AbortSignal): Promise<string | undefined>;
  /** Current digest of an image at the source; `undefined`: absent or unknown. */
  sourceDigest(image: ImageReference, signal: AbortSignal): Promise<Digest | undefined>;
  readonly isSame: SameImage;
}

export interface ProvenPlace {
  readonly copy: CopyTarget;
  readonly digest: Digest;
  /** The new reference of the workload. */
  readonly to: ImageReference;
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
      const name = formatImageReference(copy);
      const isPinned = to.digest !== undefined;
      // Pods pinned to the digest do not depend on the tag.
      const { host, repository } = copy;
      try {
        const held = await ask(isPinned ? { host, repository, digest } : copy, signal);
        if (held === digest) return undefined;
        return held === undefined
          ? `the target no longer has ${name}: run the command again`
          : `${name} was overwritten since it was proven (${digest}), it is ${held} now: run the command again`;
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        return `${name} could not be checked again: ${error.message}`;
      }
    },
    sourceDigest: async (image, signal) => ask(image, signal).catch(ifNoAnswer(() => undefined)),
  };
}
