import { namesHash, shortHash } from '../domain/canonical-hash.ts';
import { UsageError } from '../domain/errors.ts';
import { planHash } from '../domain/plan/plan-hash.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** Throws UsageError when the hash of the plan is not the one of `--expect`. */
export function requireExpected(plan: Plan, expected: string | undefined): void {
  const hash = planHash(plan);
  if (expected === undefined || namesHash(expected, hash)) return;
  throw new UsageError(`the plan is ${shortHash(hash)}, not ${expected}: something has changed since`, {
    nextStep:
      'Review it with `kubectl registry-switch plan` and the same flags, and give the hash that it shows.',
  });
}
