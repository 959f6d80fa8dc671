import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { stateNamespaceFlags } from '../cli/flags/state-namespace-flags.ts';
import { checkHashText } from '../cli/expected-hash.ts';
import { moveFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { expectFlags, waveFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { planCall, readMapping } from '../cli/plan-request.ts';
import { openSession } from '../cli/session.ts';
import { waveRules } from '../cli/rollout-options.ts';
import { shortHash } from '../domain/canonical-hash.ts';
import { EXIT } from '../domain/exit.ts';
import { hashedPlan } from '../domain/plan/plan-hash.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import { explainCopies } from './explain-copies.ts';
import { orderLines } from './order-lines.ts';
import { openOutput } from './output.ts';
import { platformLines } from './platform-lines.ts';
import { printPlan } from './print-plan.ts';
import { requireExpected } from './require-expected.ts';

/** Shows what a move would do. */
export class Plan extends ExitingCommand {
  static override description =
    'Show what would be copied, changed and left alone, and why. Reads only; nothing is changed.';
  static override examples = [
    { description: 'Plan a move', command: 'plan --from old.example --to new.example' },
    {
      description: 'Print the plan as YAML for review',
      command: 'plan --from old.example --to new.example/mirror --strategy prefix-host -o yaml',
    },
  ];
  static override flags = {
    ...moveFlags,
    explain: Flags.boolean({
      helpGroup: 'MOVE',
      description: 'Show for every image which rule decided its target.',
    }),
    canary: waveFlags.canary,
    'wave-size': waveFlags['wave-size'],
    'wave-order': waveFlags['wave-order'],
    ...expectFlags,
    ...registryFlags,
    ...scopeFlags,
    ...stateNamespaceFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Plan);
    checkHashText(flags.expect);
    const waves = waveRules(flags);
    const output = openOutput(flags);
    const chosen = await readMapping(flags);
    const session = await openSession(flags, output.progress);
    const { ports, request } = await planCall(flags, chosen, session);
    const { plan } = await session.step('Planning', async (work) => preparePlan(ports, request, work));
    requireExpected(plan, flags.expect);
    if (flags.explain) await output.info(explainCopies(plan, request.mapping));
    await output.info(platformLines(request.profile));
    const signed = hashedPlan(plan);
    await printPlan(output, signed);
    await output.info([
      ...orderLines(plan.changes, waves),
      `Plan ${shortHash(signed.hash)}: with --expect ${shortHash(signed.hash)} a move does exactly this or nothing.`,
    ]);
    return EXIT.done;
  }
}
