/** The planned result for each mention: whether its image is copied, or why not. */
import { formatImageReference } from '../image/format-reference.ts';
import { describeRef, type ObjectRef } from '../kubernetes/object-ref.ts';
import type { MentionMove } from './mention-moves.ts';
import type { WorkloadMove } from './moves.ts';
import type { PlannedChange, PlannedMention } from './plan.ts';
import type { ResolvedImages } from './resolve-image.ts';
import { whyNotRewritten } from './rewrites.ts';

export interface MentionContext {
  readonly byImage: ResolvedImages;
  readonly changes: readonly PlannedChange[];
  readonly rewriteMentions: boolean;
}

/** Distinct by place and reference, even if several workloads use the ConfigMap; without rewritten ones. */
export function plannedMentions(
  moves: readonly WorkloadMove[],
  { byImage, changes, rewriteMentions }: MentionContext,
): PlannedMention[] {
  const rewritten = new Set(
    changes.flatMap(({ workload, mentions = [] }) =>
      mentions.map(({ name, from }) => keyOf(workload, name, from)),
    ),
  );
  const planned = new Map<string, PlannedMention>();
  for (const move of moves) {
    for (const mention of move.mentions) {
      const { object } = mention;
      const { field, text } = mention.mention;
      const key = keyOf(object, field.name, text);
      if (rewritten.has(key)) continue;
      const known = planned.get(key);
      if (known?.copy !== undefined) continue;
      const stays = whyNotRewritten(move, mention);
      planned.set(key, {
        ...{ object, place: field.name, text, ...fateOf(mention, move, byImage) },
        ...(rewriteMentions
          ? { ...(stays === undefined ? {} : { stays }) }
          : { rewriting: rewritingOf(mention, stays ?? move.obstacle?.reason) }),
      });
    }
  }
  return [...planned.values()];
}

function keyOf(object: ObjectRef, place: string, text: string): string {
  return [describeRef(object), place, text].join(' ');
}

function rewritingOf({ image, why = '' }: MentionMove, stays: string | undefined): string {
  if (stays !== undefined) return `it is kept: ${stays}`;
  return image === undefined ? `it is kept: ${why}` : `it becomes ${formatImageReference(image.target)}`;
}

function fateOf(
  { image, why = '' }: MentionMove,
  move: WorkloadMove,
  byImage: ResolvedImages,
): Pick<PlannedMention, 'copy' | 'reason'> {
  if (image === undefined) return { reason: why };
  const { denied, copy, refusal } = byImage.get(image.source) ?? {};
  const reason = denied?.get(move)?.reason ?? refusal?.reason;
  if (reason !== undefined) return { reason };
  return copy === undefined ? { reason: 'no workload gets it' } : { copy: formatImageReference(copy.target) };
}
