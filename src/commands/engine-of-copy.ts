/** The image that the copy Job runs, pinned to a digest and printed before the user is asked to agree. */
import type { PlanCall } from '../cli/plan-request.ts';
import type { Session } from '../cli/session.ts';
import { formatImageReference } from '../domain/image/format-reference.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { CopyJobOptions } from '../domain/ports/copy-engine.ts';
import { pinCopier } from '../workflow/copy/pin-copier.ts';
import type { Output } from './output.ts';

interface EngineFlags {
  readonly 'copier-image-unpinned': boolean;
}

/** The copy options with that image. Throws ExpectedError. */
export async function engineOfCopy(
  { ports, request }: PlanCall,
  plan: Plan,
  { options, flags }: { readonly options: CopyJobOptions; readonly flags: EngineFlags },
  { session, output }: { readonly session: Pick<Session, 'signal'>; readonly output: Pick<Output, 'info'> },
): Promise<CopyJobOptions> {
  const copier = { ...request, options, allowTag: flags['copier-image-unpinned'] };
  const chosen = await pinCopier(ports, plan, copier, session.signal);
  if (plan.copies.some(({ present }) => !present))
    await output.info([`Copy engine: ${formatImageReference(chosen.image)}`]);
  return chosen;
}
