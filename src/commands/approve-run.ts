/**
 * Before anything is sent to a registry: whether what a journal says is confirmed, by the hash that it was signed off
 * under, or by an answer at the terminal. A journal cannot tell by itself what of it was there from the beginning.
 */
import { resumeAgainCommand } from '../cli/go-on-commands.ts';
import type { ApprovalFlags } from '../cli/resumed-flags.ts';
import { namesHash, shortHash } from '../domain/canonical-hash.ts';
import { DeclinedError, UsageError } from '../domain/errors.ts';
import { type Run, signOffOf } from '../domain/run/run.ts';
import type { Output } from './output.ts';

/** Throws UsageError where nobody stands behind a journal, nor can be asked to: nothing of it is used then. */
export function requireApproval(run: Run, flags: ApprovalFlags, canAsk: boolean): void {
  if (flags.expect !== undefined) requireJournal(run, flags.expect);
  else if (flags.yes || !canAsk) throw notConfirmed(run, flags);
}

/** To be called when somebody stands behind it, or can be asked. Throws DeclinedError when the answer is no. */
export async function approveRun(
  run: Run,
  { expect }: Pick<ApprovalFlags, 'expect'>,
  { output, server }: { readonly output: Pick<Output, 'say' | 'prompter'>; readonly server: string },
): Promise<void> {
  if (expect !== undefined) {
    await output.say(elsewhere(run, server));
    return;
  }
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

function notConfirmed(run: Run, flags: ApprovalFlags): UsageError {
  // Where the password comes from standard input nobody can answer.
  const again = resumeAgainCommand(run, { ...flags, yes: false, 'password-stdin': false }, []);
  const password = flags['password-stdin'] ? ' (the password in REGISTRY_SWITCH_PASSWORD)' : '';
  return new UsageError(`run ${run.id} is not confirmed: give --expect`, {
    nextStep: `The hash was shown when the run began ("signed off as"). Without it, look at what the journal says and go on at a terminal${password}:\n  ${again}\nor begin a new run with \`migrate\`, which needs no journal.`,
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
    wavesOf(move),
  ];
}

function wavesOf({ canary, ...move }: Run['move']): string {
  return `waves: ${canary ? 'a canary' : 'no canary'}, ${move['wave-size']} at most, ${move['max-in-flight']} at a time, ready for ${move.settle}`;
}

function switches({
  overwrite,
  'include-managed': managed,
  'rewrite-mentions': rewrites = false,
}: Pick<Run['move'], 'overwrite' | 'include-managed' | 'rewrite-mentions'>): string[] {
  return [
    ...(overwrite ? ['overwrite'] : []),
    ...(managed ? ['include managed'] : []),
    ...(rewrites ? ['rewrite mentions'] : []),
  ];
}

function elsewhere(run: Run, server: string): string[] {
  return run.server === server ? [] : [`warning: the run was begun at ${run.server}, this is ${server}`];
}

function edited(run: Run): string[] {
  return signOffOf(run) === run.signedOff ? [] : [`warning: the journal ${wasEdited(run)}`];
}
