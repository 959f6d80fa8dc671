/** The distinct images that a move needs at the target, with their consumers. */
import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import { readImageReference } from '../image/parse-reference.ts';
import { pinned, withDefaultTag, withoutDigest } from '../image/pin-reference.ts';
import { ReferenceMap } from '../image/reference-map.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import {
  digestsRun,
  podsByDigest,
  type RunningConfig,
  type RunningDigests,
  runningDigests,
  type RunningImage,
} from '../inventory/running-digests.ts';
import type { Workload } from '../inventory/workload.ts';
import { type CopyTarget, copyTarget } from '../mapping/copy-target.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { pushAddress } from '../mapping/push-address.ts';
import type { ImageMove, WorkloadMove } from './moves.ts';
import type { LeftAloneCode } from './plan.ts';

export interface ImageConsumer {
  readonly move: WorkloadMove;
  readonly image: ImageMove;
  readonly running: readonly RunningImage[];
  /** Number of its pods with an unknown digest. */
  readonly unknown: number;
  /** Those of them that report an image config. */
  readonly configs: readonly RunningConfig[];
  /** Digests of its running and completed pods. */
  readonly ran: readonly Digest[];
}

/** A workload that used an image before it was moved. */
export interface FormerConsumer {
  readonly workload: Workload;
  /** The proven digest. */
  readonly digest: Digest;
  /** What its pods run. */
  readonly running: readonly Digest[];
}

export interface RequiredImage {
  /** Canonical source reference, with the tag and digest that the workloads name. */
  readonly image: string;
  readonly source: ImageReference;
  /** The new reference of the workloads. */
  readonly target: ImageReference;
  readonly users: readonly ImageConsumer[];
  /** Former consumers, whose pods may still show the digest. */
  readonly former: readonly FormerConsumer[];
}

const NEEDS_NONE: ReadonlySet<LeftAloneCode> = new Set(['finished', 'platform']);

/** Groups the moves by image. What has run to its end needs no image any more, and a platform copies its own. */
export function requiredImages(moves: readonly WorkloadMove[], inventory: Inventory): RequiredImage[] {
  const running = runningDigests(inventory);
  const ran = digestsRun(inventory);
  const former = formerUsers(inventory, running);
  const needed = new ReferenceMap<Omit<RequiredImage, 'users'> & { readonly users: ImageConsumer[] }>();
  for (const move of moves) {
    if (move.obstacle !== undefined && NEEDS_NONE.has(move.obstacle.code)) continue;
    for (const image of [...move.images, ...mentionedImages(move)]) {
      const { source, target } = image;
      const required = needed.get(source) ?? {
        image: formatImageReference(source),
        source,
        target,
        users: [],
        former: former.get(source) ?? [],
      };
      const { workload } = move;
      const { images, unknown, configs = [] } = running(workload, image.field);
      const known = { running: images, unknown, configs, ran: ran(workload, image.field) };
      required.users.push({ move, image, ...known });
      needed.set(source, required);
    }
  }
  return needed.values().sort((a, b) => (a.image < b.image ? -1 : 1));
}

/** Mentions have no running pods: the tag is copied. */
function mentionedImages({ mentions }: WorkloadMove): ImageMove[] {
  return mentions.flatMap(({ mention, image }) =>
    image === undefined ? [] : [{ field: mention.field, ...image }],
  );
}

function formerUsers({ workloads }: Inventory, running: RunningDigests): ReferenceMap<FormerConsumer[]> {
  const former = new ReferenceMap<FormerConsumer[]>();
  for (const workload of workloads) {
    for (const { field, from, digest } of workload.moved ?? []) {
      const image = readImageReference(from);
      if (!image.valid) continue;
      const source = withDefaultTag(image.reference);
      const { images } = running(workload, field);
      const user = { workload, digest, running: [...podsByDigest(images).keys()] };
      former.set(source, [...(former.get(source) ?? []), user]);
    }
  }
  return former;
}

/** The workloads that use an image, or did before they were moved. */
export function namedBy({ users, former }: RequiredImage): Workload[] {
  return [...users.map(({ move }) => move.workload), ...former.map(({ workload }) => workload)];
}

/** Resolves pods that report an image config, once the configs of the image are known. Pure. */
export function withConfigs(
  required: RequiredImage,
  image: Digest,
  configs: ReadonlySet<Digest>,
): RequiredImage {
  const repository = repositoryName(required.source);
  const users = required.users.map((user): ImageConsumer => {
    const known = user.configs.filter(({ config }) => configs.has(config));
    if (known.length === 0) return user;
    return {
      ...user,
      running: [...user.running, ...known.map(({ pods }) => ({ repository, digest: image, pods }))],
      unknown: user.unknown - known.reduce((sum, { pods }) => sum + pods, 0),
      configs: user.configs.filter((one) => !known.includes(one)),
      ran: [...user.ran, image],
    };
  });
  return { ...required, users };
}

/** References to look up before the digest is decided: the tag, and each named or running digest. */
export function sourceQuestions({ source, users }: RequiredImage): ImageReference[] {
  if (source.digest !== undefined)
    return [source, ...(source.tag === undefined ? [] : [withoutDigest(source)])];
  const digests = new Set(users.flatMap(({ running }) => running.map(({ digest }) => digest)));
  return [source, ...[...digests].map((digest) => pinned(source, digest))];
}

/** Target references to look up: the tag, and for a pinned image its alternative tag. */
export function targetQuestions(required: RequiredImage, mapping: Mapping): ImageReference[] {
  const tagged = writtenTo(required, mapping);
  return required.source.digest === undefined
    ? [tagged]
    : [tagged, besideTag(tagged, required.source.digest)];
}

/** The alternative tag of a pinned image whose tag points to another image. */
export function besideTag({ host, repository }: ImageReference, digest: Digest): CopyTarget {
  return copyTarget({ host, repository, digest });
}

/** Where the image is pushed: the push address, always with a tag. */
export function writtenTo({ target }: RequiredImage, mapping: Mapping): CopyTarget {
  return copyTarget(pushAddress(mapping, target));
}
