/** What becomes of a workload that stays switched, once the digests that its pods run are known. */
import type { Work } from '../../domain/ports/progress.ts';
import { compareDigests } from '../rollout/compare-digests.ts';
import type { PutBackContext, SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import { takeBack } from './take-back.ts';

/** As it is, with a note on what could not be compared; put back where something runs that nobody has proven. */
export async function compared(
  context: PutBackContext & Pick<SwitchContext, 'questions'>,
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
    return takeBack(context, { ...result, evidence }, { state: 'failed', message: first }, work);
  }
  if (unknown.length === 0) return result;
  return { ...result, message: `${result.message}; not compared by digest: ${unknown.join(', ')}` };
}
