/** The images that were proven, as one workload is to say them. */
import type { DecidedDigest } from '../../domain/plan/digest-decision.ts';
import { rewrittenImage } from '../../domain/plan/pinning.ts';
import type { PlannedChange, PlannedImage } from '../../domain/plan/plan.ts';

export interface ProvenImage extends DecidedDigest, Pick<PlannedImage, 'from' | 'to' | 'copy'> {}

/** By the reference as written. */
export type ProvenImages = ReadonlyMap<string, ProvenImage>;

/**
 * Those of the workload itself, and those of the others: somebody may have given it one of them meanwhile. What its pods
 * ran of such a one before, nobody has looked at.
 */
export function provenImages({ images, pin }: PlannedChange, all: readonly PlannedImage[]): ProvenImages {
  const others = all.map((image) => {
    const to = rewrittenImage(image, pin);
    return [image.from, { ...image, to, running: [] }] as const;
  });
  return new Map<string, ProvenImage>([...others, ...images.map((image) => [image.from, image] as const)]);
}
