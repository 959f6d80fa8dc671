/** The commands that go on with a run or take it back, as they work when pasted. */
import { shortHash } from '../domain/canonical-hash.ts';
import { type Run, signOffOf } from '../domain/run/run.ts';
import { flagWords, type FlagValue, shellCommand } from './shell-command.ts';
import { type FlagValues, saidFlags } from './whence.ts';

/** With what this call was given, and what was signed off. */
export function resumeCommand(run: Run, flags: FlagValues): string {
  return shellCommand([
    ...['resume', run.id, '--expect', shortHash(signOffOf(run))],
    ...spoken(flags, ['anew', 'cluster']),
    ...flagWords('yes', flags.yes),
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

export function rollbackCommand(run: Run, flags: FlagValues): string {
  return shellCommand(['rollback', run.id, ...spoken(flags, ['cluster'])]);
}

function spoken(flags: FlagValues, classes: readonly ('anew' | 'cluster')[]): string[] {
  return classes.flatMap((whence) =>
    saidFlags(flags, whence).flatMap(([flag, value]) => flagWords(flag, value)),
  );
}

/** What to do about a run that is not done. */
export function waysOn(run: Run, flags: FlagValues): string {
  const password = flags['password-stdin'] === true ? ' (the password on standard input, as before)' : '';
  return `go on with \`${resumeCommand(run, flags)}\`${password}, or undo it with \`${rollbackCommand(run, flags)}\`.`;
}
