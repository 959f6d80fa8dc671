/** Rolls back one workload that was patched in this run, by its newest record. */
import { ExpectedError } from '../../domain/errors.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rollBackWorkload } from '../rollback/roll-back-workload.ts';
import type { RollbackContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

/** Why it is rolled back. */
export interface RollbackReason {
  /** `reverted`: somebody else has reverted the images; only the rest of the change is left to undo. */
  readonly state: 'failed' | 'reverted';
  readonly message: string;
}

/** Never throws for failures of this workload. */
export async function rollBackSwitched(
  context: RollbackContext,
  result: SwitchedWorkload,
  { state, message }: RollbackReason,
  work: Work,
): Promise<SwitchedWorkload> {
  // Do not wait for a workload that was not ready before.
  const wasUnhealthy = result.outcome === 'unhealthy';
  const waiting = wasUnhealthy ? { ...context, timeoutSeconds: 0 } : context;
  const back = await undo(waiting, result, work);
  if (back.outcome === 'gone') return { ...result, outcome: 'gone', message: back.message };
  if (wasUnhealthy && back.outcome === 'unhealthy') {
    return { ...result, outcome: 'rolled-back', message: `${message}; rolled back, not ready as before` };
  }
  if (state === 'reverted' && NOTHING_LEFT.has(back.outcome))
    return { ...result, outcome: 'reverted', message };
  const outcome = back.outcome === 'rolled-back' ? 'rolled-back' : 'failed';
  const how = WORDS[back.outcome] ?? 'not rolled back';
  return { ...result, outcome, message: `${message}; ${how}: ${back.message}` };
}

/** Whoever reverted the images may have removed the record too. */
const NOTHING_LEFT: ReadonlySet<string> = new Set(['rolled-back', 'unchanged']);

const WORDS: Readonly<Record<string, string>> = {
  'rolled-back': 'rolled back',
  unhealthy: 'rolled back, but not ready',
  kept: 'only partly rolled back',
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
