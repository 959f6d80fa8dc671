/** What a plan says of each mention: whether the image that it names is copied, and why not. */
import { formatImageReference } from '../image/format-reference.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import type { MentionMove } from './mention-moves.ts';
import type { WorkloadMove } from './moves.ts';
import type { PlannedMention } from './plan.ts';
import type { ResolvedDemand } from './resolve-demand.ts';

/** One of each place and reference, however many workloads use the ConfigMap that holds it. */
export function plannedMentions(
  moves: readonly WorkloadMove[],
  byImage: ReadonlyMap<string, ResolvedDemand>,
): PlannedMention[] {
  const planned = new Map<string, PlannedMention>();
  for (const move of moves) {
    for (const mention of move.mentions) {
      const { object } = mention;
      const { field, text } = mention.mention;
      const key = [describeRef(object), field.name, text].join(' ');
      const known = planned.get(key);
      if (known?.copy !== undefined) continue;
      planned.set(key, { object, place: field.name, text, ...fateOf(mention, move, byImage) });
    }
  }
  return [...planned.values()];
}

function fateOf(
  { image, why = '' }: MentionMove,
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
): Pick<PlannedMention, 'copy' | 'reason'> {
  if (image === undefined) return { reason: why };
  const { closed, copy, refusal } = byImage.get(formatImageReference(image.source)) ?? {};
  const reason = closed?.get(move)?.reason ?? refusal?.reason;
  if (reason !== undefined) return { reason };
  return copy === undefined ? { reason: 'nobody gets it' } : { copy: copy.target };
}
