/** `switch --platform` and its way back, `rollback --platform`: where the platform itself comes from. */
import type { MoveFlags } from '../cli/flags/move-flags.ts';
import type { RegistryFlags } from '../cli/flags/registry-flags.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { shellCommand } from '../cli/shell-command.ts';
import { UsageError } from '../domain/errors.ts';
import { EXIT } from '../domain/exit.ts';
import type {
  PlatformSwitcher,
  PlatformSwitchReport,
  PreparedPlatformSwitch,
} from '../domain/plan/profile.ts';
import { confirmChange } from './confirm-change.ts';
import {
  changingPlatform,
  openPlatform,
  type PlatformCall,
  type PlatformFlags,
  platformPorts,
  platformTarget,
} from './platform-call.ts';
import { PLATFORM_SWITCH_VIEW } from './views/platform-view.ts';
import { shortImage } from './views/short-digest.ts';

type PacedFlags = PlatformFlags & { readonly timeout: string };

/** Gives the exit code. Throws UsageError, ClusterError, ExpectedError. */
export async function switchPlatform(
  flags: PacedFlags & Pick<MoveFlags, 'to'> & RegistryFlags,
): Promise<number> {
  const call = await openPlatform(flags);
  const { session } = call;
  const switcher = switcherOf(call);
  const target = await platformTarget(flags, session);
  const ports = await platformPorts(session.cluster, flags);
  const prepared = await session.step('Proving that the target has the images', async (work) =>
    switcher.prepare(ports, target, work),
  );
  return carriedOut(call, prepared, flags, { what: 'switch', title: 'Switch the platform' });
}

/** Gives the exit code. Throws ClusterError, ExpectedError where there is nothing to roll back. */
export async function rollBackPlatform(flags: PacedFlags): Promise<number> {
  const call = await openPlatform(flags);
  const { session } = call;
  const switcher = switcherOf(call);
  const prepared = await session.step('Reading what was there before', async (work) =>
    switcher.prepareRollback(session.cluster, work),
  );
  return carriedOut(call, prepared, flags, { what: 'rollback', title: 'Roll back the platform' });
}

function switcherOf({ profile: { title, why, switcher, switchedBy } }: PlatformCall): PlatformSwitcher {
  if (switcher !== undefined) return switcher;
  if (switchedBy === undefined) {
    throw new UsageError(`the cluster has no platform to switch: ${title}: ${why}`, {
      nextStep: 'Leave out --platform to switch the workloads.',
    });
  }
  throw new UsageError(`${title} is not switched by this tool`, { nextStep: `Do it so: ${switchedBy}` });
}

async function carriedOut(
  call: PlatformCall,
  prepared: PreparedPlatformSwitch,
  flags: PacedFlags,
  { what, title }: { readonly what: 'switch' | 'rollback'; readonly title: string },
): Promise<number> {
  const { output, session } = call;
  const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
  const lines = prepared.changes.map(
    ({ object, from, to }) => `${object}: ${shortImage(from)} -> ${shortImage(to)}`,
  );
  if (flags['dry-run']) {
    await output.writeLines(lines.map((line) => `${line} (dry-run)`));
    return EXIT.done;
  }
  // Nothing to do: nothing is written.
  const namespaces = lines.length === 0 ? [] : prepared.namespaces;
  if (lines.length > 0) {
    await confirmChange(output, session.cluster, { what: title, affected: lines }, flags.yes);
  }
  const back = shellCommand(['rollback', '--platform']);
  const next = [`The same command goes on from here; if anything was changed, ${back} goes back.`];
  const leases = { what, takeover: flags.takeover, namespaces, next };
  const report = await changingPlatform(call, leases, async (fenced) =>
    session.step(title, async (work) =>
      prepared.run(fenced.cluster, { timeoutSeconds }, { ...work, signal: fenced.signal }),
    ),
  );
  await output.print(report, PLATFORM_SWITCH_VIEW);
  await output.info([...(report.reason === '' ? [] : [`${report.reason}.`]), ...talk(report)]);
  const isWanted = report.state === (what === 'switch' ? 'switched' : 'rolled-back');
  if (!isWanted && report.state !== 'unchanged') return EXIT.failed;
  return report.pending.length === 0 ? EXIT.done : EXIT.partly;
}

/** What is left to wait for, or to do. */
function talk({ pending, restarts }: PlatformSwitchReport): string[] {
  return [
    ...(pending.length === 0 ? [] : ['Not followed yet (run the command again to go on waiting):']),
    ...pending.map((one) => `  ${one}`),
    ...(restarts.length === 0
      ? []
      : ['Sidecars still come from the old registry. When it suits these workloads, restart them:']),
    ...restarts.map((one) => `  ${one}`),
  ];
}
