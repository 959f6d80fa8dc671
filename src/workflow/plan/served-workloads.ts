/** Which workloads need no login of ours, as their own pull Secrets open the target already. */
import pMap from 'p-map';
import { type Credential, isSameLogin } from '../../domain/credentials/credential.ts';
import { placeOf, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { RegistryError } from '../../domain/errors.ts';
import { repositoryName } from '../../domain/image/format-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { WorkloadMove } from '../../domain/plan/moves.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { remembering } from '../../domain/remembering.ts';
import type { OwnLogins } from './own-logins.ts';

const WORKLOADS_AT_ONCE = 16;

export interface ServedInput {
  readonly moves: readonly WorkloadMove[];
  readonly own: OwnLogins;
  /** What pods need at the target. */
  readonly pullLogins: readonly PullLogin[];
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

/** Those with a Secret that holds a login which the target accepts for each of their images that needs one. */
export async function servedWorkloads(
  { moves, own, pullLogins, registriesWith }: ServedInput,
  signal: AbortSignal,
): Promise<ReadonlySet<Workload>> {
  const opens = remembering(
    (credentials: readonly Credential[], target: ImageReference) =>
      JSON.stringify([credentials, repositoryName(target)]),
    async (credentials, target) => isAccepted(registriesWith(credentials), target, signal),
  );
  const served = await pMap(
    moves,
    async ({ workload, images }) => {
      for (const { target } of images) {
        const needed = placeOf(pullLogins, target)?.credential;
        if (needed === undefined) continue;
        const credentials = own.loginsFor(workload, target);
        if (credentials.some((one) => isSameLogin(one, needed))) continue;
        if (credentials.length === 0 || !(await opens(credentials, target))) return [];
      }
      return [workload];
    },
    { concurrency: WORKLOADS_AT_ONCE, signal },
  );
  return new Set(served.flat());
}

async function isAccepted(
  registries: Registries,
  target: ImageReference,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await registries.acceptedCredential(target, signal)) !== undefined;
  } catch (error) {
    if (error instanceof RegistryError) return false;
    throw error;
  }
}
