import type { Work } from '../../domain/ports/progress.ts';
import { compareDigests } from '../rollout/compare-digests.ts';
import type { RollbackContext, SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import { rollBackSwitched } from './roll-back-switched.ts';

/**
 * Compares the digests of a switched workload: a note on what could not be compared; rolled back when an unproven
 * digest runs.
 */
export async function compared(
  context: RollbackContext & Pick<SwitchContext, 'questions'>,
  result: SwitchedWorkload,
  work: Work,
): Promise<SwitchedWorkload> {
  const { cluster, questions } = context;
  const { workload: ref, images } = result;
  const { differing, unknown } = await compareDigests(
    cluster,
    { ref, images },
    questions.isSame,
    work.signal,
  );
  const [first] = differing;
  if (first !== undefined) {
    const evidence = [...differing, ...(result.evidence ?? [])];
    return rollBackSwitched(context, { ...result, evidence }, { state: 'failed', message: first }, work);
  }
  if (unknown.length === 0) return result;
  return { ...result, message: `${result.message}; not compared by digest: ${unknown.join(', ')}` };
}
