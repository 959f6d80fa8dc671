/**
 * The hash that a plan is signed off with: everything that its execution writes, in any order; without temporary
 * facts and attached artifacts, which may be added at any time.
 */
import { canonicalHash } from '../canonical-hash.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import type { Plan } from './plan.ts';
import { type WrittenPlan, writtenPlan } from './written-plan.ts';

/** Equal for every plan of an unchanged cluster, even after images were copied. */
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

/** A plan for output, with the hash for `--expect`. */
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
