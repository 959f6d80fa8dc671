/** Which registry a finish is about: as the call says, or as journals do where somebody is there to see it. */
import { finishCommand } from '../cli/go-on-commands.ts';
import type { FlagValues } from '../cli/flag-origins.ts';
import { UsageError } from '../domain/errors.ts';
import { type Run, signOffOf } from '../domain/run/run.ts';

export interface SourceOfFinish {
  readonly from: readonly string[];
  /** Where that is from, in sentences. */
  readonly said: readonly string[];
}

export interface SourceQuestion {
  readonly flags: FlagValues & { readonly from?: readonly string[] | undefined };
  /** All that the cluster remembers. */
  readonly runs: readonly Run[];
  /** Somebody sees what is said before anything is done, or nothing is done at all. */
  readonly isSeen: boolean;
}

/** Throws UsageError. */
export function sourceOfFinish({ flags, runs, isSeen }: SourceQuestion): SourceOfFinish {
  const { from } = flags;
  if (from !== undefined) return { from, said: [] };
  const telling = runs.filter(({ move }) => (move.from ?? []).length > 0);
  const told = [...new Set(telling.flatMap(({ move }) => move.from ?? []))];
  if (told.length === 0 || told.includes('*')) {
    throw new UsageError('missing --from: no run tells which registry was moved away from', {
      nextStep: 'Name it, e.g. --from old.example.',
    });
  }
  if (!isSeen) throw unseen(told, flags);
  const ids = telling.map(({ id }) => id).join(', ');
  const edited = telling.filter((run) => signOffOf(run) !== run.signedOff);
  return {
    from: told,
    said: [
      `Moved away from ${told.join(', ')}, as ${telling.length === 1 ? 'the journal of run' : 'the journals of runs'} ${ids} ${telling.length === 1 ? 'says' : 'say'}.`,
      ...edited.map(({ id }) => `warning: the journal of run ${id} was edited since it began`),
    ],
  };
}

/** Logins of every registry that a journal names would go, and anybody may have written it. */
function unseen(told: readonly string[], flags: FlagValues): UsageError {
  return new UsageError('missing --from: it is taken from no journal where nobody sees what it says', {
    nextStep: `Name what was moved away from. If what the journals say is right:\n  ${finishCommand(told, flags)}`,
  });
}
