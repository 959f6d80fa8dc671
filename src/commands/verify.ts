import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { stateNamespaceFlags } from '../cli/flags/state-namespace-flags.ts';
import { moveFlags, sourceFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest, requiredMatches } from '../cli/inventory-request.ts';
import { openSession } from '../cli/session.ts';
import { sourceMatcher } from '../cli/source-matcher.ts';
import { EXIT } from '../domain/exit.ts';
import { conclusionOf, countedFindings, type Findings } from '../domain/verify/findings.ts';
import { mentionFinder } from '../domain/mention/mention-finder.ts';
import { readableStoredPaths } from '../workflow/journals/stored-paths.ts';
import { requireFound } from '../workflow/found/require-found.ts';
import { findProfile } from '../profiles/find-profile.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import { findingsOf } from '../workflow/verify/verify-cluster.ts';
import { openOutput } from './output.ts';
import { COUNTED_VIEW, FINDINGS_VIEW } from './views/findings-view.ts';

/** What still refers to the source. */
export class Verify extends ExitingCommand {
  static override description = `List what still refers to the source: pods, templates, custom resources, and mentions in arguments,
environment and ConfigMaps. The exit code is ${EXIT.oldReferences} when anything does.

Listed but not counted: finished pods and Jobs, the history of Deployments, and old credentials.`;
  static override examples = [
    { description: 'Check that nothing is left', command: 'verify --from old.example' },
    {
      description: 'Print pods as namespace<TAB>pod, for scripts',
      command: 'verify --from old.example -o pods',
    },
  ];
  static override flags = {
    ...sourceFlags,
    profile: moveFlags.profile,
    'include-finished': Flags.boolean({
      helpGroup: 'SCOPE',
      description: 'Also count finished pods and Jobs, and the history of Deployments.',
    }),
    ...scopeFlags,
    ...stateNamespaceFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Verify);
    const source = await sourceMatcher(flags);
    const { from, isSource, places } = source;
    const given = {
      ...inventoryRequest(flags),
      from,
      isSource,
      findMentions: mentionFinder(places),
      includeFinished: flags['include-finished'],
    };
    const matches = requiredMatches(flags, source);
    const asPods = flags.output === 'pods';
    const output = openOutput(asPods ? { ...flags, output: undefined } : flags);
    const session = await openSession(flags, output.progress);
    const { cluster } = session;
    const findings = await session.step('Looking for old references', async (work) => {
      const place = { stateNamespace: flags['copy-namespace'], given: given.customImages };
      const { customImages, ...stored } = await readableStoredPaths(cluster, place, work.signal);
      const profile = await findProfile(cluster, flags.profile, work.signal);
      const request = { ...given, customImages, profile };
      const inventory = await takeInventory(cluster, request, work);
      const missing = await requireFound(cluster, matches, inventory, work);
      const found = await findingsOf(cluster, inventory, request, work);
      const unseen = [...stored.unseen, ...found.unseen];
      return { ...found, unseen, warnings: [...stored.warnings, ...missing, ...found.warnings] };
    });
    if (asPods) await output.writeLines(podLines(findings));
    else await output.print(findings, flags.output === 'name' ? COUNTED_VIEW : FINDINGS_VIEW);
    const counted = countedFindings(findings).length;
    await output.warn(findings.warnings);
    await output.info([`${conclusionOf(findings)}.`]);
    return counted === 0 ? EXIT.done : EXIT.oldReferences;
  }
}

function podLines(findings: Findings): string[] {
  return countedFindings(findings)
    .filter(({ kind }) => kind === 'pod')
    .map(({ object }) => `${object.namespace ?? ''}\t${object.name}`);
}
