/** What all commands have in common, in this program and in any other that they are plugged into. */
import { Command } from '@oclif/core/command';
import { endWithClosedPipe, STDERR } from '../ui/sink.ts';
import { reportError } from '../cli/report-error.ts';
import { takeSecretVariables } from '../cli/secret-variables.ts';

/** A command whose `run` gives the exit code; errors become a line on stderr and an exit code, never an exception. */
export abstract class ExitingCommand extends Command {
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

/** A class of these, as the table of the commands has it. */
export type CommandClass = typeof Command & Pick<Command.Class, 'id' | 'run'>;

/** kubectl writes `--dry-run=client` where this tool has a switch. */
function normalizeFlag(argument: string): string {
  return argument === '--dry-run=client' ? '--dry-run' : argument;
}
