/** What a resumed run is carried out with: its journal says what to do, this call says everything else. */
import { UsageError } from '../domain/errors.ts';
import { formatRegistryPrefix, parseRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { MappingRule } from '../domain/mapping/mapping.ts';
import type { Run } from '../domain/run/run.ts';
import { MOVE_FLAGS, type RunMove } from '../domain/run/run-move.ts';
import { copyFlags } from './flags/copy-flags.ts';
import { type MigrationFlags, migrationFlags } from './flags/migration-flags.ts';
import type { ResumeFlags } from './flags/resume-flags.ts';
import { rolloutFlags, waveFlags } from './flags/run-flags.ts';
import { resumeAgainCommand } from './go-on-commands.ts';
import { rulesOf } from './plan-request.ts';
import type { FlagValues } from './flag-origins.ts';

/** The names of flags that somebody has typed, or set in the environment. */
export type GivenFlags = ReadonlySet<string>;

/** What is moved where is as it was begun; how fast and how carefully, each call may say anew. */
export function resumedFlags({ move }: Run, flags: ResumeFlags, given: GivenFlags): MigrationFlags {
  return {
    ...flags,
    ...move,
    // Its file may say something else by now: the rules themselves go with the run.
    rules: undefined,
    'rewrite-mentions': move['rewrite-mentions'] === true,
    'all-namespaces': false,
    // It was there when the run began; what is gone since keeps nothing from its end.
    'ignore-not-found': true,
    ...pace(move, flags, given),
  };
}

const GROUPS = { ...rolloutFlags, ...waveFlags, ...copyFlags };

const PACE = MOVE_FLAGS.filter((flag) => Object.hasOwn(GROUPS, flag));

type Pace = Pick<MigrationFlags, keyof typeof GROUPS & keyof RunMove>;

/** What this call says, else what the journal does; that of an older version lacks some. */
function pace(move: RunMove, flags: ResumeFlags, given: GivenFlags): Pace {
  const said: FlagValues = flags;
  const remembered: Readonly<Record<string, unknown>> = move;
  return Object.fromEntries(
    PACE.map((flag) => [flag, given.has(flag) ? said[flag] : (remembered[flag] ?? said[flag])]),
  ) as Pace;
}

/** Where images go to, named again, has to be what the journal says. Throws UsageError. */
export async function requireSameTargets(run: Run, flags: ResumeFlags): Promise<void> {
  const { to, rules } = run.move;
  requireSame(run, '--to', flags.to, to);
  requireSame(run, '--push-to', flags['push-to'], run.move['push-to']);
  if (flags.rules === undefined) return;
  if (said(await rulesOf(flags)) === said(rules)) return;
  throw otherwise(run, `other rules than ${flags.rules}`);
}

/** What a call says of who stands behind the journal. */
export type ApprovalFlags = Pick<ResumeFlags, 'expect' | 'yes' | 'password-stdin'>;

/** Throws UsageError where the run was begun with something that only a call may say, and this one does not. */
export function requireGivenAnew(run: Run, flags: ResumeFlags, given: GivenFlags): void {
  const missing = Object.keys(run.begunWith).filter(
    (flag) => Object.hasOwn(migrationFlags, flag) && !given.has(flag) && !isStoodFor(flag, given),
  );
  if (missing.length === 0) return;
  const names = missing.map((flag) => `--${flag}`).join(', ');
  throw new UsageError(
    `run ${run.id} was begun with ${names}: give it again, it is not taken from the journal`,
    {
      nextStep: `If what the journal says is right:\n  ${resumeAgainCommand(run, flags, missing)}`,
    },
  );
}

/** One login will do for another of the same purpose; with one for pods nothing is shared. */
const LOGINS: readonly ReadonlySet<string>[] = [
  new Set(['username', 'password-stdin', 'to-secret']),
  new Set(['pull-username', 'pull-password-file', 'pull-secret', 'share-push-login']),
];

function isStoodFor(flag: string, given: GivenFlags): boolean {
  return LOGINS.some((logins) => logins.has(flag) && [...logins].some((one) => given.has(one)));
}

function requireSame(
  run: Run,
  flag: string,
  given: string | undefined,
  remembered: string | undefined,
): void {
  if (given === undefined || given === remembered) return;
  const prefix = formatRegistryPrefix(parseRegistryPrefix(given, flag));
  if (remembered !== undefined && prefix === remembered) return;
  throw otherwise(run, remembered === undefined ? `no ${flag}` : `${flag} ${remembered}, not ${given}`);
}

function otherwise(run: Run, what: string): UsageError {
  return new UsageError(`the journal of run ${run.id} says ${what}`, {
    nextStep:
      'If that is wrong, somebody has edited it: take the run back with `rollback`, and begin a new one with `migrate`.',
  });
}

function said(rules: readonly MappingRule[]): string {
  const lines = rules.map(({ from, to }) =>
    [from, to].map((one) => formatRegistryPrefix(parseRegistryPrefix(one, 'rule'))),
  );
  return JSON.stringify(lines.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}
