import { ExitingCommand } from './exiting-command.ts';
import { copierSecretRequest } from '../cli/copier-secret-request.ts';
import { copierSecretFlags } from '../cli/flags/copier-secret-flags.ts';
import { EXIT } from '../domain/exit.ts';
import { copierScript } from '../profiles/deckhouse/copier/copier-script.ts';
import { copierSecret } from '../profiles/deckhouse/copier/copier-secret.ts';
import { STDOUT } from '../ui/sink.ts';
import { jsonText, yamlText } from '../ui/output/structured-text.ts';

/** What generate-copier-secret.sh printed. */
export class CopierSecret extends ExitingCommand {
  static override description = `Print the Secret that makes the image copier of Deckhouse (releases of 2021 to 2023) copy all images to
another registry, and the commands that follow it: wait, switch Deckhouse, check the nodes. Nothing is
applied, and the cluster is not asked. It stands in for generate-copier-secret.sh and takes its variables.

The output contains the password: keep it to yourself.`;
  static override examples = [
    {
      description: 'The whole move as commands to paste',
      command:
        'copier-secret --image client.registry/repo/deckhouse:v1 --username me --password-stdin < password',
    },
    {
      description: 'The Secret alone',
      command:
        'copier-secret --image client.registry/repo/deckhouse:v1 --username me --password-stdin -o yaml < password',
    },
  ];
  static override flags = copierSecretFlags;

  override async run(): Promise<number> {
    const { flags } = await this.parse(CopierSecret);
    const target = await copierSecretRequest(flags);
    const secret = copierSecret(target);
    if (flags.output === 'json') STDOUT.write(jsonText(secret));
    else {
      const manifest = await yamlText(secret);
      STDOUT.write(flags.output === 'yaml' ? manifest : copierScript(target, manifest));
    }
    return EXIT.done;
  }
}
