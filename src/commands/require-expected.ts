/** Whether a plan is the one that somebody has seen and signed off. */
import { namesHash, shortHash } from '../domain/canonical-hash.ts';
import { UsageError } from '../domain/errors.ts';
import { planHash } from '../domain/plan/plan-hash.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** Throws UsageError where the plan has another hash than `--expect` says. */
export function requireExpected(plan: Plan, expected: string | undefined): void {
  const hash = planHash(plan);
  if (expected === undefined || namesHash(expected, hash)) return;
  throw new UsageError(`the plan is ${shortHash(hash)}, not ${expected}: something has changed since`, {
    nextStep:
      'See it with `kubectl registry-switch plan` and the same flags, and give the hash that it shows.',
  });
}
