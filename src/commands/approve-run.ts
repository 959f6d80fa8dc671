/**
 * Before anything is sent to a registry: whether what a journal says is confirmed, by its hash, by naming the
 * target again, or by an answer at the terminal.
 */
import { resumeAgainCommand } from '../cli/go-on-commands.ts';
import { namesEveryTarget, type StandingFlags } from '../cli/resumed-flags.ts';
import { namesHash, shortHash } from '../domain/canonical-hash.ts';
import { DeclinedError, UsageError } from '../domain/errors.ts';
import { type Run, signOffOf } from '../domain/run/run.ts';
import type { Output } from './output.ts';

/** Throws UsageError, or DeclinedError when the answer is no. */
export async function approveRun(
  run: Run,
  flags: StandingFlags,
  {
    output,
    server,
  }: { readonly output: Pick<Output, 'say' | 'prompter' | 'canAsk'>; readonly server: string },
): Promise<void> {
  if (flags.expect !== undefined) {
    requireJournal(run, flags.expect);
    await output.say(elsewhere(run, server));
    return;
  }
  const wider = widenings(run.move);
  if (namesEveryTarget(run, flags) && wider.length === 0) {
    await output.say([...elsewhere(run, server), ...edited(run)]);
    return;
  }
  if (flags.yes || !output.canAsk)
    throw wider.length === 0 ? notConfirmed(run, flags) : tooWide(run, flags, wider);
  await output.say([
    `Run ${run.id}, begun by ${run.by} at ${run.startedAt}, as its journal says:`,
    ...describeMove(run).map((line) => `  ${line}`),
    ...elsewhere(run, server),
    ...edited(run),
  ]);
  const message = `Go on with it, to ${run.move.to}?`;
  if (await output.prompter.confirm({ message, flag: '--expect HASH', default: false })) return;
  throw new DeclinedError('nothing was changed');
}

function requireJournal(run: Run, expected: string): void {
  const hash = signOffOf(run);
  if (namesHash(expected, hash)) return;
  if (namesHash(expected, run.plan)) {
    throw new UsageError(`${expected} is the hash of the plan, not that of run ${run.id}`, {
      nextStep:
        'Give the hash that was shown when the run began: it stands for the plan and for how it is carried out.',
    });
  }
  if (hash !== run.signedOff) throw new UsageError(`the journal of run ${run.id} ${wasEdited(run)}`, EDITED);
  throw new UsageError(`the hash of run ${run.id} is ${shortHash(hash)}, not ${expected}`, {
    nextStep: `If ${expected} was shown when this very run began, somebody has edited its journal: take it back with \`rollback\`.`,
  });
}

const EDITED = {
  nextStep:
    'Nothing was sent to a registry. Take the run back with `rollback`, and begin a new one with `migrate`.',
};

/** How a journal contradicts itself. */
function wasEdited(run: Run): string {
  return `was edited: its hash was ${shortHash(run.signedOff)} when it began and is ${shortHash(signOffOf(run))} now`;
}

/** What lets a move change more than it would by itself: no journal is believed in that, whatever target is named. */
function widenings({ drift, ...move }: Run['move']): string[] {
  return [...switches(move), ...(drift === 'running' ? [] : [`drift ${drift}`])];
}

function tooWide(run: Run, flags: StandingFlags, wider: readonly string[]): UsageError {
  const again = resumeAgainCommand(run, { ...flags, expect: shortHash(signOffOf(run)) }, []);
  return new UsageError(
    `run ${run.id} is not confirmed: its journal says ${wider.join(', ')}: give --expect`,
    {
      nextStep: `The hash was shown when the run began. Or, if that is how it was begun:\n  ${again}`,
    },
  );
}

function notConfirmed(run: Run, flags: StandingFlags): UsageError {
  const { to, 'push-to': pushTo, rules } = run.move;
  const missing = [
    ...(flags.to === undefined ? ['--to'] : []),
    ...(pushTo !== undefined && flags['push-to'] === undefined ? ['--push-to'] : []),
    ...(rules.length > 0 && flags.rules === undefined ? ['--rules'] : []),
  ];
  const places = { to, ...(pushTo === undefined ? {} : { 'push-to': pushTo }) };
  const again = resumeAgainCommand(run, { ...flags, ...places }, []);
  return new UsageError(`run ${run.id} is not confirmed: give --expect or ${missing.join(' and ')}`, {
    nextStep: `The hash was shown when the run began. Or, if the target is right${rules.length > 0 ? ', with --rules' : ''}:\n  ${again}`,
  });
}

function describeMove({ command, move }: Run): string[] {
  const {
    namespace = [],
    'exclude-namespace': excluded = [],
    'image-path': paths = [],
    'push-to': pushTo,
    selector,
  } = move;
  const from = move.from ?? [];
  return [
    ...(from.length === 0 ? [] : [`from:  ${from.join(', ')}`]),
    `to:    ${move.to}${pushTo === undefined ? '' : `, written to ${pushTo}`}`,
    ...move.rules.map((rule) => `rule:  ${rule.from} -> ${rule.to}`),
    `in:    ${namespace.length === 0 ? 'all namespaces' : namespace.join(', ')}`,
    ...(excluded.length === 0 ? [] : [`not:   ${excluded.join(', ')}`]),
    ...(selector === undefined ? [] : [`with:  ${selector}`]),
    ...paths.map((path) => `path:  ${path}`),
    `how:   ${command}, ${[`strategy ${move.strategy}`, `drift ${move.drift}`, `pin ${move.pin}`, `on failure ${move['on-failure']}`, ...switches(move)].join(', ')}`,
  ];
}

function switches({
  overwrite,
  'include-managed': managed,
}: Pick<Run['move'], 'overwrite' | 'include-managed'>): string[] {
  return [...(overwrite ? ['overwrite'] : []), ...(managed ? ['include managed'] : [])];
}

function elsewhere(run: Run, server: string): string[] {
  return run.server === server ? [] : [`warning: the run was begun at ${run.server}, this is ${server}`];
}

function edited(run: Run): string[] {
  return signOffOf(run) === run.signedOff ? [] : [`warning: the journal ${wasEdited(run)}`];
}
