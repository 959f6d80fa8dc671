/** The commands that go on with a run or take it back, as they work when pasted. */
import { shortHash } from '../domain/canonical-hash.ts';
import type { Run } from '../domain/run/run.ts';
import { flagWords, type FlagValue, shellCommand } from './shell-command.ts';
import { type FlagValues, saidFlags } from './flag-origins.ts';

/** A run as this process knows it. */
export interface KnownRun {
  readonly run: Run;
  /** The hash that this process has signed it off under, or was given; absent: only its journal tells of one. */
  readonly signedOff?: string | undefined;
}

/** With what this call was given. Whoever has no hash goes on at a terminal: `--yes` is nothing by itself. */
function resumeCommand({ run, signedOff }: KnownRun, flags: FlagValues): string {
  return shellCommand([
    ...['resume', run.id],
    ...(signedOff === undefined ? [] : ['--expect', shortHash(signedOff)]),
    ...spoken(flags, ['anew', 'cluster']),
    ...flagWords('yes', signedOff === undefined ? undefined : flags.yes),
  ]);
}

/** A call that lacks something, with what the journal says of it. */
export function resumeAgainCommand(run: Run, flags: FlagValues, missing: readonly string[]): string {
  const targets = { to: flags.to, 'push-to': flags['push-to'], rules: flags.rules, expect: flags.expect };
  return shellCommand([
    ...['resume', run.id],
    ...Object.entries(targets).flatMap(([flag, value]) => flagWords(flag, value)),
    ...spoken(flags, ['anew', 'cluster']),
    ...missing.flatMap((flag) => flagWords(flag, valueOf(run.begunWith[flag]))),
    ...flagWords('yes', flags.yes),
  ]);
}

/** A switch is remembered as `true`. */
function valueOf(remembered: readonly string[] = []): FlagValue {
  return remembered.length === 1 && remembered[0] === 'true' ? true : remembered;
}

/** Where it was begun for some namespaces, whoever begun it may perhaps look at no others. */
function rollbackCommand(run: Run, flags: FlagValues): string {
  const { namespace, 'exclude-namespace': excluded } = run.move;
  return shellCommand([
    ...['rollback', run.id],
    ...flagWords('namespace', namespace),
    ...flagWords('exclude-namespace', excluded),
    ...spoken(flags, ['cluster']),
  ]);
}

function statusCommand(flags: FlagValues): string {
  return shellCommand(['status', ...spoken(flags, ['cluster'])]);
}

/** Looks for what a move has left, where it looked itself. */
export function verifyCommand(from: readonly string[], flags: FlagValues): string {
  const everything = from.includes('*') ? flagWords('to', flags.to) : [];
  const places = ['namespace', 'exclude-namespace', 'selector', 'image-path'];
  return shellCommand([
    'verify',
    ...flagWords('from', from),
    ...everything,
    ...places.flatMap((flag) => flagWords(flag, flags[flag])),
    ...spoken(flags, ['cluster']),
  ]);
}

/** The end of a move from these registries, where and how this call would have it. */
export function finishCommand(from: readonly string[], flags: FlagValues): string {
  const same = ['namespace', 'exclude-namespace', 'keep-credentials'];
  return shellCommand([
    ...['finish', ...flagWords('from', from)],
    ...same.flatMap((flag) => flagWords(flag, flags[flag])),
    ...spoken(flags, ['cluster']),
  ]);
}

function spoken(flags: FlagValues, classes: readonly ('anew' | 'cluster')[]): string[] {
  return classes.flatMap((origin) =>
    saidFlags(flags, origin).flatMap(([flag, value]) => flagWords(flag, value)),
  );
}

/** What to do about a run that has done all that it can: nothing of it is left to go on with. */
export function wayBack({ run }: KnownRun, flags: FlagValues): string {
  return `undo it with \`${rollbackCommand(run, flags)}\`; see where it stands with \`${statusCommand(flags)}\`.`;
}

/** What to do about a run that is not done. */
export function waysOn(known: KnownRun, flags: FlagValues): string {
  const password = flags['password-stdin'] === true ? ' (the password on standard input, as before)' : '';
  return `go on with \`${resumeCommand(known, flags)}\`${password}, or ${wayBack(known, flags)}`;
}
