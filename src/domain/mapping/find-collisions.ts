import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import { copyTarget } from './copy-target.ts';

/** A source with its target; `digest` is what will be copied, where it is known. */
export interface PlannedImage {
  readonly source: ImageReference;
  readonly digest?: Digest;
  readonly target: ImageReference;
}

/** Different images on one tag of one target repository. */
export interface Collision {
  /** `host/repository:tag` */
  readonly target: string;
  /** The first of each kind, in the order given. */
  readonly images: readonly PlannedImage[];
  /** `mapping`: two sources; `drift`: one source repository and tag in two versions. */
  readonly kind: 'mapping' | 'drift';
}

/** Finds targets that would receive two images; different sources of unknown digest count as different. */
export function findCollisions(images: readonly PlannedImage[]): readonly Collision[] {
  const byTarget = Map.groupBy(images, ({ target }) => formatImageReference(copyTarget(target)));
  return [...byTarget].flatMap(([target, candidates]) => collisionAt(target, candidates) ?? []);
}

function collisionAt(target: string, candidates: readonly PlannedImage[]): Collision | undefined {
  const bySource = Map.groupBy(candidates, (image) => repositoryName(image.source));
  const digests = new Set(candidates.flatMap((image) => contentOf(image) ?? []));
  const known = candidates.every((image) => contentOf(image) !== undefined);
  if (digests.size > 1 || (bySource.size > 1 && !known)) {
    const distinct = Map.groupBy(
      candidates,
      (image) => `${repositoryName(image.source)} ${contentOf(image) ?? ''}`,
    );
    return {
      target,
      images: [...distinct.values()].flatMap((same) => same.slice(0, 1)),
      kind: bySource.size > 1 ? 'mapping' : 'drift',
    };
  }
  return undefined;
}

/** A reference by digest names its content itself. */
function contentOf({ digest, source }: PlannedImage): Digest | undefined {
  return digest ?? source.digest;
}
