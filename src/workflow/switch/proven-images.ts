/** A proven image, as a workload will name it. */
import type { DecidedDigest } from '../../domain/plan/digest-decision.ts';
import type { PlannedChange, PlannedImage } from '../../domain/plan/plan.ts';

export interface ProvenImage extends DecidedDigest, Pick<PlannedImage, 'from' | 'source' | 'to' | 'copy'> {}

/** By the reference as written. */
export type ProvenImages = ReadonlyMap<string, ProvenImage>;

/** Only the images planned for this workload: it must not get another workload's image by naming it meanwhile. */
export function provenImages(images: PlannedChange['images']): ProvenImages {
  return new Map(images.map((image) => [image.from, image]));
}
