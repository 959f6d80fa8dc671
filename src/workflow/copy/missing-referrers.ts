/** Checks that referrers of images that were already at the target have been copied. No workload waits for these. */
import pMap from 'p-map';
import type { FailedCopy } from '../../domain/copy/copy.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { PlannedCopy } from '../../domain/plan/plan.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from '../images/if-no-answer.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/** `source` and `target` by digest. */
export async function missingReferrers(
  registries: Registries,
  copies: readonly PlannedCopy[],
  signal: AbortSignal,
): Promise<FailedCopy[]> {
  const wanted = copies.flatMap((copy) => (copy.lacks ?? []).map((digest) => ({ copy, digest })));
  const missing = await pMap(
    wanted,
    async ({ copy, digest }): Promise<FailedCopy[]> => {
      const target = byDigest(copy.target, digest);
      const reason = await doubt(registries, target, signal);
      if (reason === undefined) return [];
      const source = formatImageReference(byDigest(copy.source, digest));
      const whole = formatImageReference(copy.target);
      return [
        { source, target: formatImageReference(target), reason: `${reason}, which refers to ${whole}` },
      ];
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return missing.flat();
}

function byDigest({ host, repository }: ImageReference, digest: Digest): ImageReference {
  return { host, repository, digest };
}

async function doubt(
  registries: Registries,
  image: ImageReference,
  signal: AbortSignal,
): Promise<string | undefined> {
  return registries
    .digest(image, signal)
    .then((digest) => (digest === undefined ? 'the target does not have it' : undefined))
    .catch(ifNoAnswer(({ message }) => message));
}
