/** The distinct images that a move needs at the target, with everybody who needs them. */
import { formatImageReference } from '../image/format-reference.ts';
import { pinned } from '../image/pin-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { digestsRun, runningDigests, type RunningImage } from '../inventory/running-digests.ts';
import { type CopyTarget, copyTarget } from '../mapping/copy-target.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { pushAddress } from '../mapping/push-address.ts';
import type { ImageMove, WorkloadMove } from './moves.ts';

export interface DemandUser {
  readonly move: WorkloadMove;
  readonly image: ImageMove;
  readonly running: readonly RunningImage[];
  /** The digests that its pods run, or ran to their end. */
  readonly ran: readonly Digest[];
}

export interface ImageDemand {
  /** Canonical source reference, with tag and digest as far as the workloads name them. */
  readonly image: string;
  readonly source: ImageReference;
  /** What the workloads will say. */
  readonly target: ImageReference;
  readonly users: readonly DemandUser[];
}

/** Groups the moves by image. What has run to its end needs no image any more. */
export function imageDemands(moves: readonly WorkloadMove[], inventory: Inventory): ImageDemand[] {
  const running = runningDigests(inventory);
  const ran = digestsRun(inventory);
  const demands = new Map<string, Omit<ImageDemand, 'users'> & { readonly users: DemandUser[] }>();
  for (const move of moves) {
    if (move.obstacle?.code === 'finished') continue;
    for (const image of move.images) {
      const key = formatImageReference(image.source);
      const demand = demands.get(key) ?? {
        image: key,
        source: image.source,
        target: image.target,
        users: [],
      };
      const { workload } = move;
      demand.users.push({
        move,
        image,
        running: running(workload, image.field),
        ran: ran(workload, image.field),
      });
      demands.set(key, demand);
    }
  }
  return [...demands.values()].sort((a, b) => (a.image < b.image ? -1 : 1));
}

/** The references that must be looked up before a digest can be decided: the tag, and each digest that is named or runs. */
export function sourceQuestions(demand: ImageDemand): ImageReference[] {
  const { digest, ...tagged } = demand.source;
  if (digest !== undefined) {
    return [pinned(demand.source, digest), ...(tagged.tag === undefined ? [] : [tagged])];
  }
  const digests = new Set(demand.users.flatMap(({ running }) => running.map(({ digest }) => digest)));
  return [demand.source, ...[...digests].map((digest) => pinned(demand.source, digest))];
}

/** The places at the target that must be looked up: the tag, and for a pinned image the tag that it may have to take. */
export function targetQuestions(demand: ImageDemand, mapping: Mapping): ImageReference[] {
  const tagged = writtenTo(demand, mapping);
  return demand.source.digest === undefined ? [tagged] : [tagged, besideTag(tagged, demand.source.digest)];
}

/** A tag of its own for an image that is pinned by digest, where its tag stands for another image. */
export function besideTag({ host, repository }: ImageReference, digest: Digest): CopyTarget {
  return copyTarget({ host, repository, digest });
}

/** Where the image is written: the push address, always with a tag. */
export function writtenTo({ target }: ImageDemand, mapping: Mapping): CopyTarget {
  return copyTarget(pushAddress(mapping, target));
}
