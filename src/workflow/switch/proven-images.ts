/** The images that were proven, as one workload is to say them. */
import type { DecidedDigest } from '../../domain/plan/digest-decision.ts';
import type { PlannedChange, PlannedImage } from '../../domain/plan/plan.ts';

export interface ProvenImage extends DecidedDigest, Pick<PlannedImage, 'from' | 'to' | 'copy'> {}

/** By the reference as written. */
export type ProvenImages = ReadonlyMap<string, ProvenImage>;

/** Those that were planned for it, none of others: whoever names their image meanwhile is not given it by the move. */
export function provenImages(images: PlannedChange['images']): ProvenImages {
  return new Map(images.map((image) => [image.from, image]));
}
