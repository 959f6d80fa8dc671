/** Which mentions in a template are rewritten together with its images, and what prevents it. */
import { whyTextsStay } from '../change/rewrite-texts.ts';
import { workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import type { MentionMove } from './mention-moves.ts';
import type { ImageMove, WorkloadMove } from './moves.ts';
import type { Obstacle } from './obstacles.ts';

/** The mentions to rewrite, which need the same proof as images. */
export function rewritesOf(move: WorkloadMove): ImageMove[] {
  return changeable(move).flatMap(({ mention, image }) =>
    image === undefined ? [] : [{ field: mention.field, ...image }],
  );
}

/** A mention that cannot be mapped would be left behind. */
export function rewriteObstacle(move: WorkloadMove): Obstacle | undefined {
  const misfit = changeable(move).find(({ unmappable }) => unmappable === true);
  return misfit && { code: 'unmappable', reason: `${misfit.mention.field.name}: ${misfit.why ?? ''}` };
}

/** Why a mention is not rewritten, in a sentence; `undefined`: it is. */
export function whyNotRewritten(
  { workload, images }: WorkloadMove,
  { mention, object }: MentionMove,
): string | undefined {
  if (object !== workload.ref || mention.field.within === undefined) return 'only templates are rewritten';
  return whyTextsStay(workloadKindOf(workload.ref.resource), images.length > 0);
}

function changeable(move: WorkloadMove): MentionMove[] {
  return move.mentions.filter((mention) => whyNotRewritten(move, mention) === undefined);
}
