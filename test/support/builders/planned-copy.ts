import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { pinned } from '../../../src/domain/image/pin-reference.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';
import { copyTarget } from '../../../src/domain/mapping/copy-target.ts';
import type { PlannedCopy } from '../../../src/domain/plan/plan.ts';

/** A copy that one workload needs, of what the target does not hold. */
export function plannedCopy(
  source: string,
  target: string,
  digest: Digest,
  more: Partial<PlannedCopy> = {},
): PlannedCopy {
  return {
    source: pinned(parseImageReference(source), digest),
    target: copyTarget(parseImageReference(target)),
    ...{ digest, present: false, usedBy: 1, ...more },
  };
}
