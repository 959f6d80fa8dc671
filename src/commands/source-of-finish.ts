/** The source that a finish removes: from --from, or from journals when somebody sees it before the change. */
import { finishCommand } from '../cli/next-steps.ts';
import type { FlagValues } from '../cli/flag-origins.ts';
import { UsageError } from '../domain/errors.ts';
import { type Run, signOffOf } from '../domain/run/run.ts';

export interface SourceOfFinish {
  readonly from: readonly string[];
  /** Where `from` was taken from, in sentences. */
  readonly said: readonly string[];
}

export interface SourceQuestion {
  readonly flags: FlagValues & { readonly from?: readonly string[] | undefined };
  /** All that the cluster remembers. */
  readonly runs: readonly Run[];
  /** Whether somebody confirms the source before the change, or nothing is changed at all. */
  readonly isSeen: boolean;
}

/** Throws UsageError. */
export function sourceOfFinish({ flags, runs, isSeen }: SourceQuestion): SourceOfFinish {
  const { from } = flags;
  if (from !== undefined) return { from, said: [] };
  const telling = runs.filter(({ move }) => (move.from ?? []).length > 0);
  const told = [...new Set(telling.flatMap(({ move }) => move.from ?? []))];
  if (told.length === 0 || told.includes('*')) {
    throw new UsageError('missing --from: no run says which registry was moved away from', {
      nextStep: 'Name it, e.g. --from old.example.',
    });
  }
  if (!isSeen) throw unseen(told, flags);
  const ids = telling.map(({ id }) => id).join(', ');
  const edited = telling.filter((run) => signOffOf(run) !== run.signedOff);
  return {
    from: told,
    said: [
      `Moved away from ${told.join(', ')}, according to ${telling.length === 1 ? 'the journal of run' : 'the journals of runs'} ${ids}.`,
      ...edited.map(({ id }) => `warning: the journal of run ${id} was edited since it started`),
    ],
  };
}

/** Somebody else may have written the journal, and the logins of every registry it names would be removed. */
function unseen(told: readonly string[], flags: FlagValues): UsageError {
  return new UsageError('missing --from: it is not taken from a journal without confirmation', {
    nextStep: `Name the registry that was moved away from. If the journals are right:\n  ${finishCommand(told, flags)}`,
  });
}
