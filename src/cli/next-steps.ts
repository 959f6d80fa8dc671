/** Command lines that resume, undo or finish a run, ready to paste. */
import { shortHash } from '../domain/canonical-hash.ts';
import type { Run } from '../domain/run/run.ts';
import { flagWords, type FlagValue, shellCommand } from './shell-command.ts';
import { type FlagValues, saidFlags } from './flag-origins.ts';

/** A run, and whether this process knows its hash. */
export interface KnownRun {
  readonly run: Run;
  /** The hash that this process has shown or was given; absent when it is known from the journal only. */
  readonly signedOff?: string | undefined;
}

/** With the flags of this call. Without a hash it is confirmed at a terminal: `--yes` alone is not enough. */
function resumeCommand({ run, signedOff }: KnownRun, flags: FlagValues): string {
  return shellCommand([
    ...['resume', run.id],
    ...(signedOff === undefined ? [] : ['--expect', shortHash(signedOff)]),
    ...flagsOf(flags, ['anew', 'cluster']),
    ...flagWords('yes', signedOff === undefined ? undefined : flags.yes),
  ]);
}

/** The call with its missing flags added from the journal. */
export function resumeAgainCommand(run: Run, flags: FlagValues, missing: readonly string[]): string {
  const targets = { to: flags.to, 'push-to': flags['push-to'], rules: flags.rules, expect: flags.expect };
  return shellCommand([
    ...['resume', run.id],
    ...Object.entries(targets).flatMap(([flag, value]) => flagWords(flag, value)),
    ...flagsOf(flags, ['anew', 'cluster']),
    ...missing.flatMap((flag) => flagWords(flag, valueOf(run.begunWith[flag]))),
    ...flagWords('yes', flags.yes),
  ]);
}

/** The journal stores a boolean flag as `['true']`. */
function valueOf(remembered: readonly string[] = []): FlagValue {
  return remembered.length === 1 && remembered[0] === 'true' ? true : remembered;
}

/** Limited to the namespaces of the run: the user may have no access to others. */
function rollbackCommand(run: Run, flags: FlagValues): string {
  const { namespace, 'exclude-namespace': excluded } = run.move;
  return shellCommand([
    ...['rollback', run.id],
    ...flagWords('namespace', namespace),
    ...flagWords('exclude-namespace', excluded),
    ...flagsOf(flags, ['cluster']),
  ]);
}

function statusCommand(flags: FlagValues): string {
  return shellCommand(['status', ...flagsOf(flags, ['cluster'])]);
}

/** `verify` with the scope of the move. */
export function verifyCommand(from: readonly string[], flags: FlagValues): string {
  const everything = from.includes('*') ? flagWords('to', flags.to) : [];
  const places = ['namespace', 'exclude-namespace', 'selector', 'image-path'];
  return shellCommand([
    'verify',
    ...flagWords('from', from),
    ...everything,
    ...places.flatMap((flag) => flagWords(flag, flags[flag])),
    ...flagsOf(flags, ['cluster']),
  ]);
}

/** `finish` for these registries with the flags of this call. */
export function finishCommand(from: readonly string[], flags: FlagValues): string {
  const same = ['namespace', 'exclude-namespace', 'keep-credentials'];
  return shellCommand([
    ...['finish', ...flagWords('from', from)],
    ...same.flatMap((flag) => flagWords(flag, flags[flag])),
    ...flagsOf(flags, ['cluster']),
  ]);
}

function flagsOf(flags: FlagValues, classes: readonly ('anew' | 'cluster')[]): string[] {
  return classes.flatMap((origin) =>
    saidFlags(flags, origin).flatMap(([flag, value]) => flagWords(flag, value)),
  );
}

/** Next steps for a run with nothing left to resume. */
export function undoSteps({ run }: KnownRun, flags: FlagValues): string {
  return `undo it with \`${rollbackCommand(run, flags)}\`; see its progress with \`${statusCommand(flags)}\`.`;
}

/** Next steps for a run that is not complete. */
export function nextSteps(known: KnownRun, flags: FlagValues): string {
  const password = flags['password-stdin'] === true ? ' (the password on standard input, as before)' : '';
  return `resume it with \`${resumeCommand(known, flags)}\`${password}, or ${undoSteps(known, flags)}`;
}
