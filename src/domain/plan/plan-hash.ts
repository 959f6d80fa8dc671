/** What one signs off with a plan: everything that carrying it out writes, in any order; nothing that comes and goes. */
import { canonicalHash } from '../canonical-hash.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import type { Plan } from './plan.ts';

/** The same for every plan of an unchanged cluster, also when images are at the target by now. */
export function planHash({ server, from, to, copies, changes }: Plan): string {
  return canonicalHash({
    server,
    from: from.toSorted(),
    to,
    copies: inOrder(copies.map(({ source, target, digest }) => ({ source, target, digest }))),
    changes: inOrder(
      changes.map(({ workload, images, pin, addPullSecrets, ensurePullSecret, after }) => ({
        workload: [workload.resource.group, describeRef(workload)],
        images: inOrder(
          images.map(({ slot, name, from: was, to: is, digest }) => ({ slot, name, was, is, digest })),
        ),
        pin,
        addPullSecrets,
        ensurePullSecret,
        after: after.toSorted(),
      })),
    ),
  });
}

/** A plan as it is shown: with the hash that `--expect` takes. */
export function hashedPlan(plan: Plan): Plan & { readonly hash: string } {
  return { ...plan, hash: planHash(plan) };
}

function inOrder(values: readonly object[]): object[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
