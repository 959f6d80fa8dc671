import { ExitingCommand } from './exiting-command.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { stateNamespaceFlags } from '../cli/flags/state-namespace-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest, requiredMatches } from '../cli/inventory-request.ts';
import { openSession } from '../cli/session.ts';
import { EXIT } from '../domain/exit.ts';
import { imageUsage } from '../domain/inventory/image-usage.ts';
import { EVERYWHERE } from '../domain/mapping/source-places.ts';
import { mentionFinder } from '../domain/mention/mention-finder.ts';
import { requireFound } from '../workflow/found/require-found.ts';
import { readableStoredPaths } from '../workflow/journals/stored-paths.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import { openOutput } from './output.ts';
import { IMAGE_NAMES_VIEW, IMAGE_VIEW } from './views/image-view.ts';

/** Every image in use. */
export class Images extends ExitingCommand {
  static override description = 'List every image in use, by registry: digests, pods, and where each is set.';
  static override examples = [
    { description: 'All images of the cluster', command: 'images' },
    { description: 'Print only the image names', command: 'images -o name' },
    {
      description: 'Images of one namespace and of the custom resources of an operator',
      command: "images -n monitoring --image-path 'prometheuses.monitoring.coreos.com={.spec.image}'",
    },
  ];
  static override flags = { ...scopeFlags, ...stateNamespaceFlags, ...outputFlags, ...connectionFlags };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Images);
    const given = { ...inventoryRequest(flags), findMentions: mentionFinder(EVERYWHERE) };
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const matches = requiredMatches(flags);
    const stateNamespace = flags['copy-namespace'];
    const usage = await session.step('Listing images', async (work) => {
      const place = { stateNamespace, given: given.customImages };
      const { customImages, warnings } = await readableStoredPaths(session.cluster, place, work.signal);
      const inventory = await takeInventory(session.cluster, { ...given, customImages }, work);
      const missing = await requireFound(session.cluster, matches, inventory, work);
      return imageUsage({ ...inventory, warnings: [...warnings, ...missing, ...inventory.warnings] });
    });
    await output.print(usage, flags.output === 'name' ? IMAGE_NAMES_VIEW : IMAGE_VIEW);
    await output.warn(usage.warnings);
    return EXIT.done;
  }
}
