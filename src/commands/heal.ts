import { ExitingCommand } from './exiting-command.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { stateNamespaceFlags } from '../cli/flags/state-namespace-flags.ts';
import { sourceFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, leaseFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest, requiredMatches } from '../cli/inventory-request.ts';
import { openSession } from '../cli/session.ts';
import { sourceMatcher } from '../cli/source-matcher.ts';
import { countOf } from '../domain/count-of.ts';
import { EXIT } from '../domain/exit.ts';
import { healablePods } from '../domain/heal/stuck-pods.ts';
import { describeRef, qualifiedName } from '../domain/kubernetes/object-ref.ts';
import { requireFound } from '../workflow/found/require-found.ts';
import { readableStoredPaths } from '../workflow/journals/stored-paths.ts';
import { healStuck } from '../workflow/heal/heal-pods.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import { type Reach, surroundingsOf } from '../workflow/preflight/surroundings-of.ts';
import { checkPermissions } from './check-permissions.ts';
import { confirmChange } from './confirm-change.ts';
import { underLeases } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { HEAL_VIEW } from './views/heal-view.ts';

/** Restarts stuck pods. */
export class Heal extends ExitingCommand {
  static override description = `Restart pods that are stuck in ErrImagePull or ImagePullBackOff on an image from the source although their
owner already names another image. A pod whose owner still names the source is left alone.`;
  static override examples = [{ description: 'Heal after a switch', command: 'heal --from old.example' }];
  static override flags = {
    ...sourceFlags,
    ...confirmFlags,
    ...leaseFlags,
    ...scopeFlags,
    ...stateNamespaceFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Heal);
    const source = await sourceMatcher(flags);
    const given = inventoryRequest(flags);
    const matches = requiredMatches(flags, source);
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const { cluster } = session;
    const stateNamespace = flags['copy-namespace'];
    const { request, inventory, warnings } = await session.step('Looking for stuck pods', async (work) => {
      const place = { stateNamespace, given: given.customImages };
      const stored = await readableStoredPaths(cluster, place, work.signal);
      const { customImages } = stored;
      const all = { ...given, customImages, isSource: source.isSource, dryRun: flags['dry-run'] };
      const taken = await takeInventory(cluster, all, work);
      const missing = await requireFound(cluster, matches, taken, work);
      return { request: all, inventory: taken, warnings: [...stored.warnings, ...missing] };
    });
    await output.warn(warnings);
    const stuck = healablePods(inventory, request.isSource);
    if (!request.dryRun && stuck.length > 0) {
      await this.#check({ session, output }, { ...request, stateNamespace });
      const affected = stuck.map(
        ({ pod, owner }) => `Pod ${qualifiedName(pod)} of ${describeRef(owner.ref)}`,
      );
      await confirmChange(
        output,
        cluster,
        { what: `Restart ${countOf(stuck.length, 'pod')}`, affected },
        flags.yes,
      );
    }
    const { takeover } = flags;
    const leases = { what: 'heal', takeover, leaveOut: true, customImages: request.customImages };
    const report = await underLeases(session, leases, async (fenced) =>
      session.step('Healing', async (work) => healStuck(fenced.cluster, inventory, request, work)),
    );
    await output.print(report, HEAL_VIEW);
    await output.warn(report.warnings);
    if (report.healed.length === 0) await output.info(['Nothing to heal.']);
    return EXIT.done;
  }

  async #check(place: Parameters<typeof checkPermissions>[0], reach: Reach): Promise<void> {
    const nothing = { changes: [], copies: false, pullSecrets: [] };
    await checkPermissions(place, ['inventory', 'heal'], async (signal) => ({
      ...(await surroundingsOf(place.session.cluster, reach, signal)),
      ...nothing,
    }));
  }
}
