/** What a run journals of the flags that started it. */
import { UsageError } from '../domain/errors.ts';
import { formatRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import { type Run, type RunHeader, signOffOf } from '../domain/run/run.ts';
import { runId } from '../domain/run/run-id.ts';
import { MOVE, type RunMove } from '../domain/run/run-move.ts';
import { MalformedError } from '../domain/schema/readers.ts';
import { migrationFlags } from './flags/migration-flags.ts';
import { operator } from './operator.ts';
import type { ChosenMapping } from './plan-request.ts';
import { flagsFrom, type FlagValues, saidFlags } from './flag-origins.ts';

export interface NewRun {
  readonly command: Run['command'];
  readonly flags: FlagValues;
  readonly chosen: ChosenMapping;
  /** URL of the API server. */
  readonly server: string;
  /** Hash of the plan. */
  readonly plan: string;
  readonly workloads: Run['workloads'];
}

/** A run that starts now. Throws UsageError for values that do not fit into a journal. */
export function newRun({ command, flags, chosen, workloads, ...rest }: NewRun): Run {
  const now = new Date();
  const startedAt = now.toISOString();
  const begun: Omit<RunHeader, 'signedOff'> = {
    id: runId(now),
    command,
    by: operator(),
    startedAt,
    updatedAt: startedAt,
    move: recordedMove(flags, chosen),
    begunWith: begunWith(flags),
    state: 'running',
    step: '',
    message: '',
    ...rest,
  };
  return { ...begun, signedOff: signOffOf(begun), workloads };
}

/** Boolean flags; the parser omits those that were not given. */
const SWITCHES = new Set(
  Object.entries(migrationFlags).flatMap(([flag, { type }]) => (type === 'boolean' ? [flag] : [])),
);

/** Validated by the same reader that reads journals. */
function recordedMove(flags: FlagValues, { from, to, mapping }: ChosenMapping): RunMove {
  const kept = Object.fromEntries(
    flagsFrom('journal').map((flag) => [flag, SWITCHES.has(flag) ? flags[flag] === true : flags[flag]]),
  );
  const rules = mapping.rules.map((rule) => ({
    from: formatRegistryPrefix(rule.from),
    to: formatRegistryPrefix(rule.to),
  }));
  try {
    return MOVE({ ...kept, from, to, rules }, '');
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new UsageError(`cannot write this to the journal of the run: ${error.message}`, {
      nextStep: 'Give fewer or shorter values.',
      cause: error,
    });
  }
}

/** Flags that have to be given again on resume; never secrets, which are not flags. */
function begunWith(flags: FlagValues): Run['begunWith'] {
  return Object.fromEntries(
    saidFlags(flags, 'anew').map(([flag, value]) => [flag, [value].flat().map(String)]),
  );
}
