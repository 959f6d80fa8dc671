import type { Digest } from '../../../src/domain/image/reference.ts';
import type { PlannedCopy } from '../../../src/domain/plan/plan.ts';

/** A copy that one workload needs, of what the target does not hold. */
export function plannedCopy(
  source: string,
  target: string,
  digest: Digest,
  more: Partial<PlannedCopy> = {},
): PlannedCopy {
  return { source: `${source}@${digest}`, target, digest, present: false, usedBy: 1, ...more };
}
