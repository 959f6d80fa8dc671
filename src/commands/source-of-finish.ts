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
  const journals = runs.filter(({ move }) => (move.from ?? []).length > 0);
  const sources = [...new Set(journals.flatMap(({ move }) => move.from ?? []))];
  if (sources.length === 0 || sources.includes('*')) {
    throw new UsageError('missing --from: no run says which registry was moved away from', {
      nextStep: 'Name it, e.g. --from old.example.',
    });
  }
  if (!isSeen) throw unseen(sources, flags);
  const ids = journals.map(({ id }) => id).join(', ');
  const edited = journals.filter((run) => signOffOf(run) !== run.signedOff);
  return {
    from: sources,
    said: [
      `Moved away from ${sources.join(', ')}, according to ${journals.length === 1 ? 'the journal of run' : 'the journals of runs'} ${ids}.`,
      ...edited.map(({ id }) => `warning: the journal of run ${id} was edited since it started`),
    ],
  };
}

/** Somebody else may have written the journal, and the logins of every registry it names would be removed. */
function unseen(sources: readonly string[], flags: FlagValues): UsageError {
  return new UsageError('missing --from: it is not taken from a journal without confirmation', {
    nextStep: `Name the registry that was moved away from. If the journals are right:\n  ${finishCommand(sources, flags)}`,
  });
}
