import type { ImageCopy } from '../copy/copy.ts';
import { repositoryName } from '../image/format-reference.ts';
import { groupByReference } from '../image/reference-map.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';

/** Different images on one tag of one target repository. */
export interface Collision {
  readonly target: CopyTarget;
  /** The first of each kind, in the order given. */
  readonly copies: readonly ImageCopy[];
  /** `mapping`: two sources; `drift`: one source repository and tag in two versions. */
  readonly kind: 'mapping' | 'drift';
}

/** Finds targets that would receive two images; equal digests are the same image. */
export function findCollisions(copies: readonly ImageCopy[]): readonly Collision[] {
  return groupByReference(copies, ({ target }) => target).flatMap(collisionOf);
}

function collisionOf(copies: readonly ImageCopy[]): Collision[] {
  const [first] = copies;
  const digests = new Set(copies.map(({ source }) => source.digest));
  if (first === undefined || digests.size < 2) return [];
  const repositories = new Set(copies.map(({ source }) => repositoryName(source)));
  const distinct = Map.groupBy(copies, ({ source }) => `${repositoryName(source)} ${source.digest}`);
  return [
    {
      target: first.target,
      copies: [...distinct.values()].flatMap((same) => same.slice(0, 1)),
      kind: repositories.size > 1 ? 'mapping' : 'drift',
    },
  ];
}
