/** What the commands about the platform itself have in common: `copy`, `switch` and `rollback` with `--platform`. */
import type { ConnectionFlags } from '../cli/flags/connection-flags.ts';
import type { MoveFlags } from '../cli/flags/move-flags.ts';
import type { OutputFlags } from '../cli/flags/output-flags.ts';
import type { RegistryFlags } from '../cli/flags/registry-flags.ts';
import { registryConnections } from '../cli/registry-connections.ts';
import { openSession, type Session } from '../cli/session.ts';
import { pullLogins } from '../cli/pull-logins.ts';
import { targetLogins } from '../cli/target-login.ts';
import { InterruptedError, UsageError } from '../domain/errors.ts';
import { buildMapping } from '../domain/mapping/build-mapping.ts';
import { parseRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { PlatformPorts, PlatformTarget, Profile } from '../domain/plan/profile.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { findProfile } from '../profiles/find-profile.ts';
import type { Fenced } from '../workflow/fence/with-leases.ts';
import { underLeases } from './lease-terms.ts';
import { type Output, openOutput } from './output.ts';
import { platformLines } from './platform-lines.ts';

export type PlatformFlags = Partial<Pick<MoveFlags, 'profile'>> &
  OutputFlags &
  ConnectionFlags & { readonly yes: boolean; readonly takeover: boolean; readonly 'dry-run': boolean };

export interface PlatformCall {
  readonly output: Output;
  readonly session: Session;
  readonly profile: Profile;
}

/** Throws ClusterError. */
export async function openPlatform(flags: PlatformFlags): Promise<PlatformCall> {
  const output = openOutput(flags);
  const session = await openSession(flags, output.progress);
  const profile = await findProfile(session.cluster, flags.profile, session.signal);
  await output.info(platformLines(profile));
  return { output, session, profile };
}

/**
 * A target of the flags: one repository, and the login of the copy; `pods`: that of pods, if one was given. Throws
 * UsageError.
 */
export async function platformTarget(
  flags: Pick<MoveFlags, 'to'> & RegistryFlags,
  { cluster, signal }: Session,
): Promise<PlatformTarget & { readonly pods: PlatformTarget['credential'] }> {
  const { to } = flags;
  if (to === undefined || parseRegistryPrefix(to, 'target').path === '') {
    throw new UsageError('missing --to HOST/PATH: the repository of the platform at the target', {
      nextStep: 'Use --to HOST/PATH.',
    });
  }
  const place = parseRegistryPrefix(to, 'target');
  const mapping = buildMapping({ from: ['*'], to, strategy: 'keep', rules: [] });
  const [login] = await targetLogins(flags, { cluster, mapping, signal });
  const connectionFor = await registryConnections(flags);
  const [pods] = await pullLogins(flags, { cluster, mapping, signal });
  return {
    ...{ place, connection: connectionFor(place.host) },
    ...{ credential: login?.credential, pods: pods?.credential },
  };
}

/** What a switch of the platform asks. */
export async function platformPorts(
  cluster: Cluster,
  flags: Pick<RegistryFlags, 'registry-ca' | 'registry-tls'>,
): Promise<PlatformPorts> {
  const connectionFor = await registryConnections(flags);
  const { openRegistries } = await import('../cli/open-registries.ts');
  return { cluster, connectionFor, openRegistries: openRegistries(connectionFor) };
}

/** Changes the platform's namespaces where nobody else does; `next`: how to go on after an error in the middle. */
export async function changingPlatform<Result>(
  { session, output }: PlatformCall,
  call: {
    readonly what: string;
    readonly takeover: boolean;
    readonly namespaces: readonly string[];
    readonly next: readonly string[];
  },
  change: (fenced: Fenced) => Promise<Result>,
): Promise<Result> {
  const { next, ...leases } = call;
  return underLeases(session, { ...leases, leaveOut: false }, async (fenced) => {
    try {
      return await change(fenced);
    } catch (error) {
      // What it says by itself is about runs.
      if (error instanceof InterruptedError)
        throw new InterruptedError(error.message, { nextStep: next.join('\n'), cause: error });
      await output.info(next);
      throw error;
    }
  });
}
