/** `copy --copy-by platform`: all that the platform may ever need, by its own copier. */
import type { ConnectionFlags } from '../cli/flags/connection-flags.ts';
import type { MoveFlags } from '../cli/flags/move-flags.ts';
import type { OutputFlags } from '../cli/flags/output-flags.ts';
import type { RegistryFlags } from '../cli/flags/registry-flags.ts';
import { registryConnections } from '../cli/registry-connections.ts';
import { openSession, type Session } from '../cli/session.ts';
import { targetLogins } from '../cli/target-login.ts';
import { UsageError } from '../domain/errors.ts';
import { EXIT } from '../domain/exit.ts';
import { buildMapping } from '../domain/mapping/build-mapping.ts';
import { parseRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { PlatformCopyReport, PlatformTarget } from '../domain/plan/profile.ts';
import { findProfile } from '../profiles/find-profile.ts';
import type { ResultView } from '../ui/output/result-view.ts';
import { withLeases } from '../workflow/fence/with-leases.ts';
import { confirmChange } from './confirm-change.ts';
import { leaseTerms } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { platformLines } from './platform-lines.ts';

type PlatformCopyFlags = MoveFlags &
  RegistryFlags &
  OutputFlags &
  ConnectionFlags & {
    readonly retry: boolean;
    readonly yes: boolean;
    readonly takeover: boolean;
    readonly 'dry-run': boolean;
  };

const VIEW: ResultView<PlatformCopyReport, PlatformCopyReport> = {
  rows: (report) => [report],
  name: ({ target }) => `image/${target}`,
  columns: [
    { header: 'source', value: ({ source }) => source },
    { header: 'target', value: ({ target }) => target },
    { header: 'state', value: ({ state }) => state },
    { header: 'reason', value: ({ reason }) => reason },
  ],
};

/** Gives the exit code. Throws UsageError, ClusterError. */
export async function copyByPlatform(flags: PlatformCopyFlags): Promise<number> {
  const output = openOutput(flags);
  const session = await openSession(flags, output.progress);
  const { cluster, signal } = session;
  const profile = await findProfile(cluster, flags.profile, signal);
  if (profile.copier === undefined) {
    throw new UsageError(`the cluster has no copier of its own: ${profile.title}: ${profile.why}`, {
      nextStep: 'Leave out --copy-by: the images are copied by a Job of this tool then.',
    });
  }
  const prepared = await profile.copier.prepare(cluster, await platformTarget(flags, session), signal);
  const { source, target, namespaces } = prepared;
  await output.say(platformLines(profile));
  if (flags['dry-run']) {
    await output.writeLines([`Copying ${source} to ${target} with all images of the platform (dry-run)`]);
    return EXIT.done;
  }
  const what = 'Copy all images of the platform with its own copier';
  await confirmChange(output, cluster, { what, affected: [`${source} to ${target}`] }, flags.yes);
  const leases = {
    ...leaseTerms(session, { what: 'copy', takeover: flags.takeover }),
    ...{ namespaces, leaveOut: false, customImages: [] },
  };
  const report = await withLeases(session.unfenced, leases, signal, async (fenced) =>
    session.step('Copying', async (work) =>
      prepared.run(fenced.cluster, { retry: flags.retry }, { ...work, signal: fenced.signal }),
    ),
  );
  await output.print(report, VIEW);
  if (report.logTail.length > 0) await output.say(['Last lines of the copier:', ...report.logTail]);
  return report.state === 'copied' ? EXIT.done : EXIT.failed;
}

async function platformTarget(
  flags: PlatformCopyFlags,
  { cluster, signal }: Session,
): Promise<PlatformTarget> {
  const { to } = flags;
  if (to === undefined) {
    throw new UsageError('missing --to: where the images of the platform go', {
      nextStep: 'Write HOST/PATH of their repository at the target.',
    });
  }
  const place = parseRegistryPrefix(to, 'target');
  const mapping = buildMapping({ from: ['*'], to, strategy: flags.strategy, rules: [] });
  const [login] = await targetLogins(flags, { cluster, mapping, signal });
  const connectionFor = await registryConnections(flags);
  return { place, connection: connectionFor(place.host), credential: login?.credential };
}
