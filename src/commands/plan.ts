import * as Flags from '@oclif/core/flags';
import { Command } from '@oclif/core/command';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { moveFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { planCall, readMapping } from '../cli/plan-request.ts';
import { openSession } from '../cli/session.ts';
import { shortHash } from '../domain/canonical-hash.ts';
import { hashedPlan } from '../domain/plan/plan-hash.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import { explainCopies } from './explain-copies.ts';
import { openOutput } from './output.ts';
import { printPlan } from './print-plan.ts';

/** What a move would do. */
export class Plan extends Command {
  static override description =
    'Show what would be copied, changed and left alone, and why. Reads only; nothing is changed.';
  static override examples = [
    { description: 'Plan a move', command: 'plan --from old.example --to new.example' },
    {
      description: 'The same as a value for review',
      command: 'plan --from old.example --to new.example/mirror --strategy prefix-host -o yaml',
    },
  ];
  static override flags = {
    ...moveFlags,
    explain: Flags.boolean({
      helpGroup: 'MOVE',
      description: 'Show for every image which rule decided where it goes.',
    }),
    ...registryFlags,
    ...scopeFlags,
    ...homeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Plan);
    const output = openOutput(flags);
    const chosen = await readMapping(flags);
    const session = await openSession(flags, output.progress);
    const { ports, request } = await planCall(flags, chosen, session);
    const { plan } = await session.step('Planning', async (work) => preparePlan(ports, request, work));
    if (flags.explain) await output.say(explainCopies(plan, request.mapping));
    const signed = hashedPlan(plan);
    await printPlan(output, signed);
    await output.say([
      `Plan ${shortHash(signed.hash)}: --expect ${shortHash(signed.hash)} lets a move do this and nothing else.`,
    ]);
    return 0;
  }
}
