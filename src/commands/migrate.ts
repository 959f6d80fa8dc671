import { ExitingCommand } from './exiting-command.ts';
import { migrationFlags } from '../cli/flags/migration-flags.ts';
import { runMigration } from './run-migration.ts';

/** The complete move. */
export class Migrate extends ExitingCommand {
  static override description = `Move a cluster from one registry to another: plan, copy, prove, switch, heal, verify.

Images are copied by a Job in the cluster. No workload is touched before all of its images are proven to be
at the target. Running it again does nothing. Without --from or --to it shows the registries in use and asks.`;
  static override examples = [
    {
      description: 'Move everything that comes from one registry',
      command: 'migrate --from old.example --to new.example --username me --password-stdin < password',
    },
    {
      description: 'Preview the move',
      command: 'migrate --from old.example --to new.example --dry-run',
    },
    {
      description: 'Move one team, in a script',
      command: "migrate --from quay.io --to new.example/quay -n 'team-*' --yes -o json",
    },
  ];
  static override flags = migrationFlags;

  override async run(): Promise<number> {
    const { flags } = await this.parse(Migrate);
    return runMigration(flags, { command: 'migrate' });
  }
}
