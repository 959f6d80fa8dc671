/** The flags of a resumed run: what to do from its journal, everything else from this call. */
import { UsageError } from '../domain/errors.ts';
import { formatRegistryPrefix, parseRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { MappingRule } from '../domain/mapping/mapping.ts';
import type { Run } from '../domain/run/run.ts';
import { MOVE_FLAGS, type RunMove } from '../domain/run/run-move.ts';
import { copyFlags } from './flags/copy-flags.ts';
import { type MigrationFlags, migrationFlags } from './flags/migration-flags.ts';
import type { ResumeFlags } from './flags/resume-flags.ts';
import { rolloutFlags, waveFlags } from './flags/run-flags.ts';
import { resumeAgainCommand } from './next-steps.ts';
import { rulesOf } from './plan-request.ts';
import type { FlagValues } from './flag-origins.ts';

/** Names of the flags that were typed or set in the environment. */
export type GivenFlags = ReadonlySet<string>;

/** Source, target and scope are those of the journal; the pace may be set by each call. */
export function resumedFlags({ move }: Run, flags: ResumeFlags, given: GivenFlags): MigrationFlags {
  return {
    ...flags,
    ...stored(move),
    // The file may have changed: the rules are taken from the journal.
    rules: undefined,
    'all-namespaces': false,
    // It matched when the run started; what was deleted since must not stop the run.
    'ignore-not-found': true,
    ...pace(move, flags, given),
  };
}

/** What a journal of an older version lacks is as if it had not been given. */
function stored(move: RunMove): Omit<Pick<MigrationFlags, keyof RunMove>, 'rules'> {
  return Object.fromEntries(
    MOVE_FLAGS.map((flag) => {
      const { type, default: byDefault } = migrationFlags[flag];
      return [flag, move[flag] ?? byDefault ?? (type === 'boolean' ? false : undefined)];
    }),
  ) as Omit<Pick<MigrationFlags, keyof RunMove>, 'rules'>;
}

const GROUPS = { ...rolloutFlags, ...waveFlags, ...copyFlags };

const PACE = MOVE_FLAGS.filter((flag) => Object.hasOwn(GROUPS, flag));

type Pace = Pick<MigrationFlags, keyof typeof GROUPS & keyof RunMove>;

/** The values of this call, otherwise of the journal, where older versions lack some. */
function pace(move: RunMove, flags: ResumeFlags, given: GivenFlags): Pace {
  const said: FlagValues = flags;
  const remembered: Readonly<Record<string, unknown>> = move;
  return Object.fromEntries(
    PACE.map((flag) => [flag, given.has(flag) ? said[flag] : (remembered[flag] ?? said[flag])]),
  ) as Pace;
}

/** Throws UsageError when a target given again is not the one in the journal. */
export async function requireSameTargets(run: Run, flags: ResumeFlags): Promise<void> {
  const { to, rules } = run.move;
  requireSame(run, '--to', flags.to, to);
  requireSame(run, '--push-to', flags['push-to'], run.move['push-to']);
  if (flags.rules === undefined) return;
  if (said(await rulesOf(flags)) === said(rules)) return;
  throw otherwise(run, `other rules than ${flags.rules}`);
}

/** The flags that confirm a journal. */
export type ApprovalFlags = Pick<ResumeFlags, 'expect' | 'yes' | 'password-stdin'>;

/** Throws UsageError when the run was started with a flag that is not taken from journals and this call lacks it. */
export function requireFlagsAgain(run: Run, flags: ResumeFlags, given: GivenFlags): void {
  const missing = Object.keys(run.begunWith).filter(
    (flag) => Object.hasOwn(migrationFlags, flag) && !given.has(flag) && !isStoodFor(flag, given),
  );
  if (missing.length === 0) return;
  const names = missing.map((flag) => `--${flag}`).join(', ');
  throw new UsageError(
    `run ${run.id} was started with ${names}: give it again, it is not taken from the journal`,
    {
      nextStep: `If the journal is right:\n  ${resumeAgainCommand(run, flags, missing)}`,
    },
  );
}

/** Flags that replace each other: one login for the same purpose, or a login for pods instead of sharing. */
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
      'If that is wrong, the journal has been edited: undo the run with `rollback` and start a new one with `migrate`.',
  });
}

function said(rules: readonly MappingRule[]): string {
  const lines = rules.map(({ from, to }) =>
    [from, to].map((one) => formatRegistryPrefix(parseRegistryPrefix(one, 'rule'))),
  );
  return JSON.stringify(lines.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}
