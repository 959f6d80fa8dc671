/** Which workload may have which image: nobody gains by a move what he could not pull before. */
import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import type { Digest } from '../image/reference.ts';
import type { Workload } from '../inventory/workload.ts';
import { workloadName } from '../workload-kinds/workload-name.ts';
import type { ImageConsumer, RequiredImage } from './required-images.ts';
import type { WorkloadMove } from './moves.ts';
import type { Obstacle } from './obstacles.ts';
import type { Lookup } from './registry-facts.ts';

/** What is known of what opens the source, besides what runs. */
export interface SourceAccess {
  /**
   * What the source answered to the workload's own logins, and to none; found also where its pods ran a part of it. What
   * is missing was not asked.
   */
  readonly answers: ReadonlyMap<ImageConsumer, Lookup>;
  /** What the operator opens by name. */
  readonly opened: ReadonlySet<Workload>;
  /** Pull Secrets and service accounts of a workload that could not be read, in words. */
  readonly unread: (workload: Workload) => readonly string[];
}

/**
 * Whether its own pods ran this very digest: they could pull it, by whatever login. What a pod names proves nothing: its
 * images may be edited while it reports what it ran before.
 */
export function hasRun({ ran }: ImageConsumer, digest: Digest): boolean {
  return ran.includes(digest);
}

/** Whether a workload may have an image with this digest, which its users name in one or more places. */
export function isOpen(
  users: readonly ImageConsumer[],
  digest: Digest,
  { opened, answers }: SourceAccess,
): boolean {
  return users.some(
    (user) => opened.has(user.move.workload) || hasRun(user, digest) || answers.get(user)?.state === 'found',
  );
}

/** Why a workload may not have an image, and the ways out. */
export function closedObstacle(
  { source }: RequiredImage,
  { workload }: WorkloadMove,
  answer: Lookup | undefined,
  { unread }: SourceAccess,
): Obstacle {
  const why = [
    ...unread(workload),
    answer?.state === 'unknown' ? answer.reason : `the source shows nothing of ${repositoryName(source)}`,
  ].join('; ');
  return {
    code: 'closed',
    reason:
      `nothing that it may use opens ${formatImageReference(source)} at the source (${why}): ` +
      `give it a pull Secret that does, or open it with --open ${workloadName(workload.ref)}`,
  };
}
