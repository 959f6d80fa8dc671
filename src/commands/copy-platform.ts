/** `copy --platform`: all images that the platform may ever need, by its own copier. */
import type { MoveFlags } from '../cli/flags/move-flags.ts';
import type { RegistryFlags } from '../cli/flags/registry-flags.ts';
import { UsageError } from '../domain/errors.ts';
import { EXIT } from '../domain/exit.ts';
import { confirmChange } from './confirm-change.ts';
import { changingPlatform, openPlatform, type PlatformFlags, platformTarget } from './platform-call.ts';
import { PLATFORM_COPY_VIEW } from './views/platform-view.ts';

type CopyFlags = PlatformFlags & Pick<MoveFlags, 'to'> & RegistryFlags & { readonly retry: boolean };

/** Gives the exit code. Throws UsageError, ClusterError. */
export async function copyPlatform(flags: CopyFlags): Promise<number> {
  const call = await openPlatform(flags);
  const { output, session, profile } = call;
  const { cluster, signal } = session;
  if (profile.copier === undefined) {
    throw new UsageError(`the cluster has no copier of its own: ${profile.title}: ${profile.why}`, {
      nextStep: 'Leave out --platform: the images of the workloads are copied by a Job of this tool.',
    });
  }
  const target = await platformTarget(flags, session);
  const copy = await profile.copier.prepare(cluster, target, signal);
  if (flags['dry-run']) {
    await output.writeLines([`Copying ${copy.source} to ${copy.target} with all images beside it (dry-run)`]);
    return EXIT.done;
  }
  const change = {
    what: 'Copy all images of the platform with its own copier',
    affected: [`${copy.source} to ${copy.target}`],
  };
  await confirmChange(output, cluster, change, flags.yes);
  const leases = {
    ...{ what: 'copy', takeover: flags.takeover, namespaces: copy.namespaces },
    next: ['What was begun goes on in the cluster: the same command follows it.'],
  };
  const report = await changingPlatform(call, leases, async (fenced) =>
    session.step('Copying', async (work) =>
      copy.run(fenced.cluster, { retry: flags.retry }, { ...work, signal: fenced.signal }),
    ),
  );
  await output.print(report, PLATFORM_COPY_VIEW);
  if (report.logTail.length > 0) await output.info(['Last lines of the copier:', ...report.logTail]);
  return report.state === 'copied' ? EXIT.done : EXIT.failed;
}
