import { HelpBase } from '@oclif/core/help';
import type { Command } from '@oclif/core/command';
import { commandHelp, rootHelp } from '../cli/help.ts';
import { STDOUT } from '../ui/sink.ts';
import { COMMAND_SUMMARIES, findCommand } from './command-table.ts';

/** kubectl-style help for oclif. */
export default class KubectlHelp extends HelpBase {
  /** Help of the command named first, otherwise of the program. Throws UsageError for an unknown name. */
  override async showHelp(argv: string[]): Promise<void> {
    const name = argv.find((argument) => !argument.startsWith('-'));
    STDOUT.write(
      name === undefined ? rootHelp(COMMAND_SUMMARIES) : commandHelp(name, await findCommand(name)()),
    );
  }

  override async showCommandHelp({ id }: Command.Loadable): Promise<void> {
    return this.showHelp([id]);
  }

  /** For `oclif readme`. */
  formatCommand(command: Command.Loadable): string {
    return commandHelp(command.id, command);
  }
}
