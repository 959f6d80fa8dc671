/**
 * What one signs off with a plan: everything that carrying it out writes, in any order; nothing that comes and goes, nor what
 * belongs to an image that is signed off (signatures are added at any time).
 */
import { canonicalHash } from '../canonical-hash.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import type { Plan } from './plan.ts';
import { type WrittenPlan, writtenPlan } from './written-plan.ts';

/** The same for every plan of an unchanged cluster, also when images are at the target by now. */
export function planHash(plan: Plan): string {
  const { server, from, to, copies, changes } = writtenPlan(plan);
  return canonicalHash({
    server,
    from: from.toSorted(),
    to,
    copies: inOrder(
      copies
        .filter(({ companionOf }) => companionOf === undefined)
        .map(({ source, target, digest }) => ({ source, target, digest })),
    ),
    changes: inOrder(
      changes.map(({ workload, images, mentions, pin, addPullSecrets, ensurePullSecret, after }) => ({
        workload: [workload.resource.group, describeRef(workload)],
        images: inOrder(images.map(written)),
        ...(mentions === undefined ? {} : { mentions: inOrder(mentions.map(written)) }),
        pin,
        addPullSecrets,
        ensurePullSecret,
        after: after.toSorted(),
      })),
    ),
  });
}

/** A plan as it is shown: with the hash that `--expect` takes. */
export function hashedPlan(plan: Plan): WrittenPlan & { readonly hash: string } {
  return { ...writtenPlan(plan), hash: planHash(plan) };
}

type WrittenImage = WrittenPlan['changes'][number]['images'][number];

function written({ slot, name, from: was, to: is, digest }: WrittenImage): object {
  return { slot, name, was, is, digest };
}

function inOrder(values: readonly object[]): object[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
