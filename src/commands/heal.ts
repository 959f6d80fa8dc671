import { Command } from '@oclif/core/command';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { sourceFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, leaseFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import { openSession } from '../cli/session.ts';
import { sourceMatcher } from '../cli/source-matcher.ts';
import { withLeases } from '../workflow/fence/with-leases.ts';
import { healPods } from '../workflow/heal/heal-pods.ts';
import type { InventoryRequest } from '../workflow/inventory/take-inventory.ts';
import { surroundingsOf } from '../workflow/preflight/surroundings-of.ts';
import { checkPermissions } from './check-permissions.ts';
import { leaseTerms } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { HEAL_VIEW } from './views/heal-view.ts';

/** Restarts stuck pods. */
export class Heal extends Command {
  static override description = `Restart pods that wait in ErrImagePull or ImagePullBackOff for an image of the source although their
owner names another one by now. A pod whose owner is wrong itself is left alone.`;
  static override examples = [{ description: 'Heal after a switch', command: 'heal --from old.example' }];
  static override flags = {
    ...sourceFlags,
    ...confirmFlags,
    ...leaseFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Heal);
    const { isSource } = await sourceMatcher(flags);
    const request = { ...inventoryRequest(flags), isSource, dryRun: flags['dry-run'] };
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    if (!request.dryRun) await this.#check({ session, output }, request);
    const leases = {
      ...leaseTerms(session, { what: 'heal', takeover: flags.takeover }),
      ...{ namespaces: [], leaveOut: true, customImages: request.customImages },
    };
    const report = await withLeases(session.unfenced, leases, session.signal, async ({ cluster }) =>
      session.step('Healing', async (work) => healPods(cluster, request, work)),
    );
    await output.print(report, HEAL_VIEW);
    await output.say(report.warnings.map((warning) => `warning: ${warning}`));
    if (report.healed.length === 0) await output.say(['Nothing to heal.']);
    return 0;
  }

  async #check(place: Parameters<typeof checkPermissions>[0], request: InventoryRequest): Promise<void> {
    const nothing = { changes: [], copies: false, pullSecrets: [] };
    await checkPermissions(place, ['inventory', 'heal'], async (signal) => ({
      ...(await surroundingsOf(place.session.cluster, { ...request, homeNamespace: '' }, signal)),
      ...nothing,
    }));
  }
}
