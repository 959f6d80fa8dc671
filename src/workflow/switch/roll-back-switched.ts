/** Puts one workload back that was patched in this run: the newest record on it is undone. */
import { ExpectedError } from '../../domain/errors.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rollBackWorkload } from '../rollback/roll-back-workload.ts';
import type { RollbackContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

/** Why it goes back. */
export interface RollbackReason {
  /** `reverted`: somebody else has put the images back; what is left to undo is what came with them. */
  readonly state: 'failed' | 'reverted';
  readonly message: string;
}

/** Never throws for what concerns this workload alone. */
export async function rollBackSwitched(
  context: RollbackContext,
  result: SwitchedWorkload,
  { state, message }: RollbackReason,
  work: Work,
): Promise<SwitchedWorkload> {
  // What was not ready before will not be now: nobody waits for it.
  const wasUnhealthy = result.outcome === 'unhealthy';
  const waiting = wasUnhealthy ? { ...context, timeoutSeconds: 0 } : context;
  const back = await undo(waiting, result, work);
  if (back.outcome === 'gone') return { ...result, outcome: 'gone', message: back.message };
  if (wasUnhealthy && back.outcome === 'unhealthy') {
    return { ...result, outcome: 'rolled-back', message: `${message}; put back, not ready as before` };
  }
  if (state === 'reverted' && NOTHING_LEFT.has(back.outcome))
    return { ...result, outcome: 'reverted', message };
  const outcome = back.outcome === 'rolled-back' ? 'rolled-back' : 'failed';
  const how = WORDS[back.outcome] ?? 'not put back';
  return { ...result, outcome, message: `${message}; ${how}: ${back.message}` };
}

/** Who set the images back may have removed our record too. */
const NOTHING_LEFT: ReadonlySet<string> = new Set(['rolled-back', 'unchanged']);

const WORDS: Readonly<Record<string, string>> = {
  'rolled-back': 'put back',
  unhealthy: 'put back, but not ready',
  kept: 'not wholly put back',
};

async function undo(
  context: RollbackContext,
  { workload }: SwitchedWorkload,
  work: Work,
): Promise<{ readonly outcome: string; readonly message: string }> {
  try {
    return await rollBackWorkload(
      { ...context, readNamed: context.readImages, ref: workload, depth: 1 },
      work,
    );
  } catch (error) {
    if (!(error instanceof ExpectedError) || work.signal.aborted) throw error;
    return { outcome: 'failed', message: error.message };
  }
}
