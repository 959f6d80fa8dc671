/** Which workload may get which image: a move must not give access to images that a workload could not pull before. */
import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import type { Digest } from '../image/reference.ts';
import type { Workload } from '../inventory/workload.ts';
import { workloadName } from '../workload-kinds/workload-name.ts';
import type { ImageConsumer, RequiredImage } from './required-images.ts';
import type { WorkloadMove } from './moves.ts';
import type { Obstacle } from './obstacles.ts';
import type { Lookup } from './registry-facts.ts';

/** Known access to the source, besides running pods. */
export interface SourceAccess {
  /**
   * Lookups with the workload's own logins and anonymously; also found if its pods ran a manifest of it. Missing
   * entries were not looked up.
   */
  readonly answers: ReadonlyMap<ImageConsumer, Lookup>;
  /** Workloads given with --open. */
  readonly opened: ReadonlySet<Workload>;
  /** Pull Secrets and service accounts of a workload that could not be read, in words. */
  readonly unread: (workload: Workload) => readonly string[];
}

/**
 * Whether its own pods ran this digest, which proves access. The image named in a pod proves nothing, since it can be
 * edited.
 */
export function hasRun({ ran }: ImageConsumer, digest: Digest): boolean {
  return ran.includes(digest);
}

/** Whether a workload may get an image with this digest. */
export function isOpen(
  users: readonly ImageConsumer[],
  digest: Digest,
  { opened, answers }: SourceAccess,
): boolean {
  return users.some(
    (user) => opened.has(user.move.workload) || hasRun(user, digest) || answers.get(user)?.state === 'found',
  );
}

/** Why a workload may not get an image, and what to do. */
export function deniedObstacle(
  { source }: RequiredImage,
  { workload }: WorkloadMove,
  answer: Lookup | undefined,
  { unread }: SourceAccess,
): Obstacle {
  const why = [
    ...unread(workload),
    answer?.state === 'unknown' ? answer.reason : `the source denies access to ${repositoryName(source)}`,
  ].join('; ');
  return {
    code: 'closed',
    reason:
      `none of its logins can pull ${formatImageReference(source)} from the source (${why}): ` +
      `give it a pull Secret that can, or move it anyway with --open ${workloadName(workload.ref)}`,
  };
}
