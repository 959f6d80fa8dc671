/**
 * Confirms a journal before anything is sent to a registry: by the hash it was signed off under, or by an answer at
 * the terminal. A journal alone cannot prove that nobody has edited it since the run began.
 */
import { resumeAgainCommand } from '../cli/next-steps.ts';
import type { ApprovalFlags } from '../cli/resumed-flags.ts';
import { namesHash, shortHash } from '../domain/canonical-hash.ts';
import { DeclinedError, UsageError } from '../domain/errors.ts';
import { type Run, signOffOf } from '../domain/run/run.ts';
import type { Output } from './output.ts';

/**
 * Throws UsageError when the journal is neither confirmed by a hash nor can be confirmed at a terminal; nothing of it
 * is used then.
 */
export function requireApproval(run: Run, flags: ApprovalFlags, canAsk: boolean): void {
  if (flags.expect !== undefined) requireJournal(run, flags.expect);
  else if (flags.yes || !canAsk) throw notConfirmed(run, flags);
}

/** Call after `requireApproval`. Throws DeclinedError when the answer is no. */
export async function approveRun(
  run: Run,
  { expect }: Pick<ApprovalFlags, 'expect'>,
  { output, server }: { readonly output: Pick<Output, 'info' | 'prompter'>; readonly server: string },
): Promise<void> {
  if (expect !== undefined) {
    await output.info(elsewhere(run, server));
    return;
  }
  await output.info([
    `Run ${run.id}, started by ${run.by} at ${run.startedAt}, according to its journal:`,
    ...describeMove(run).map((line) => `  ${line}`),
    ...elsewhere(run, server),
    ...edited(run),
  ]);
  const message = `Resume it, moving to ${run.move.to}?`;
  if (await output.prompter.confirm({ message, flag: '--expect HASH', default: false })) return;
  throw new DeclinedError('nothing was changed');
}

function requireJournal(run: Run, expected: string): void {
  const hash = signOffOf(run);
  if (namesHash(expected, hash)) return;
  if (namesHash(expected, run.plan)) {
    throw new UsageError(`${expected} is the hash of the plan, not of run ${run.id}`, {
      nextStep:
        'Give the hash that was shown when the run started: it covers the plan and how it is carried out.',
    });
  }
  if (hash !== run.signedOff) throw new UsageError(`the journal of run ${run.id} ${wasEdited(run)}`, EDITED);
  throw new UsageError(`the hash of run ${run.id} is ${shortHash(hash)}, not ${expected}`, {
    nextStep: `If ${expected} was shown when this run started, its journal has been edited: undo the run with \`rollback\`.`,
  });
}

const EDITED = {
  nextStep:
    'Nothing was sent to a registry. Undo the run with `rollback` and start a new one with `migrate`.',
};

/** How a journal contradicts itself. */
function wasEdited(run: Run): string {
  return `was edited: its hash was ${shortHash(run.signedOff)} when the run started and is ${shortHash(signOffOf(run))} now`;
}

function notConfirmed(run: Run, flags: ApprovalFlags): UsageError {
  // A password on standard input leaves no terminal to answer at.
  const again = resumeAgainCommand(run, { ...flags, yes: false, 'password-stdin': false }, []);
  const password = flags['password-stdin'] ? ' (the password in REGISTRY_SWITCH_PASSWORD)' : '';
  return new UsageError(`run ${run.id} is not confirmed: --expect is required`, {
    nextStep: `The hash was shown when the run started ("signed off as"). Without it, review the journal and confirm at a terminal${password}:\n  ${again}\nor start a new run with \`migrate\`, which needs no journal.`,
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
    `how:   ${command}, ${[`strategy ${move.strategy}`, `drift ${move.drift}`, `pin ${move.pin}`, `on failure ${move['on-failure']}`, ...others(move)].join(', ')}`,
    wavesOf(move),
  ];
}

function wavesOf({ canary, ...move }: Run['move']): string {
  return `waves: ${canary ? 'a canary' : 'no canary'}, at most ${move['wave-size']}, ${move['max-in-flight']} at a time, ready for ${move.settle}`;
}

/** What has a line or words of its own. */
const DESCRIBED: ReadonlySet<string> = new Set<keyof Run['move']>([
  ...([
    'from',
    'to',
    'push-to',
    'rules',
    'namespace',
    'exclude-namespace',
    'selector',
    'image-path',
  ] as const),
  ...(['strategy', 'drift', 'pin', 'on-failure', 'canary', 'wave-size', 'max-in-flight', 'settle'] as const),
]);

/** Everything else that the journal says: nothing in it is carried out unseen. */
function others(move: Run['move']): string[] {
  return Object.entries(move).flatMap(([flag, value]) => {
    if (DESCRIBED.has(flag) || value === undefined || value === false) return [];
    const name = flag.replaceAll('-', ' ');
    return [value === true ? name : `${name} ${textOf(value)}`];
  });
}

function textOf(value: string | number | readonly unknown[]): string {
  return typeof value === 'object'
    ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
    : String(value);
}

function elsewhere(run: Run, server: string): string[] {
  return run.server === server ? [] : [`warning: the run was started on ${run.server}, this is ${server}`];
}

function edited(run: Run): string[] {
  return signOffOf(run) === run.signedOff ? [] : [`warning: the journal ${wasEdited(run)}`];
}
