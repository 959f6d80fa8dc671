/** The base class of all commands, in this program and in any oclif program that uses them as a plugin. */
import { Command } from '@oclif/core/command';
import { endWithClosedPipe, STDERR } from '../ui/sink.ts';
import { reportError } from '../cli/report-error.ts';
import { takeSecretVariables } from '../cli/secret-variables.ts';

/** `run` returns the exit code; errors become a line on stderr and an exit code, never an exception. */
export abstract class ExitingCommand extends Command {
  static override flags: Command.Class['flags'] = {};

  abstract override run(): Promise<number>;

  protected override async init(): Promise<void> {
    await super.init();
    takeSecretVariables();
    endWithClosedPipe();
    this.argv = this.argv.map(normalizeFlag);
  }

  protected override async _run<Result>(): Promise<Result> {
    const exitCode = await super._run<Result>();
    if (typeof exitCode === 'number') process.exitCode = exitCode;
    return exitCode;
  }

  protected override async catch(error: unknown): Promise<void> {
    const { unknownFlags } = await import('../cli/unknown-flags.ts');
    const asked = { command: this.id ?? '', own: Object.keys(this.ctor.flags) };
    process.exitCode = reportError(unknownFlags(error, asked) ?? error, STDERR);
  }
}

/** A command class, as the command table holds it. */
export type CommandClass = typeof Command & Pick<Command.Class, 'id' | 'run'>;

/** Accepts kubectl's `--dry-run=client` for the boolean flag of this tool. */
function normalizeFlag(argument: string): string {
  return argument === '--dry-run=client' ? '--dry-run' : argument;
}
