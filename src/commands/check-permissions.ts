/** Checks, before the first change, that all of it is permitted. */
import type { Session } from '../cli/session.ts';
import type { Extent } from '../domain/permissions/extent.ts';
import type { Activity } from '../domain/permissions/need.ts';
import { planExtent } from '../domain/plan/plan-extent.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { requirePermissions } from '../workflow/preflight/require-permissions.ts';
import { type Reach, surroundingsOf } from '../workflow/preflight/surroundings-of.ts';
import type { Output } from './output.ts';

/** Throws ExpectedError listing all missing permissions. Returns the extent. */
export async function checkPermissions(
  { session, output }: { readonly session: Session; readonly output: Output },
  activities: readonly Activity[],
  extentOf: (signal: AbortSignal) => Promise<Extent>,
): Promise<Extent> {
  const { extent, notes } = await session.step('Checking permissions', async ({ signal }) => {
    const found = await extentOf(signal);
    return {
      extent: found,
      notes: await requirePermissions(session.cluster, activities, found, signal),
    };
  });
  if (notes.length > 0) await output.info(notes.map((note) => `note: ${note}`));
  return extent;
}

/** The same for the changes of a plan. */
export async function checkPlanPermissions(
  place: { readonly session: Session; readonly output: Output },
  activities: readonly Activity[],
  plan: Plan,
  reach: Reach,
): Promise<void> {
  await checkPermissions(place, activities, async (signal) =>
    planExtent(plan, await surroundingsOf(place.session.cluster, reach, signal)),
  );
}
