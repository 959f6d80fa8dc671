/** Workloads whose own pull Secrets already give access to the target. */
import pMap from 'p-map';
import { type Credential, isSameLogin } from '../../domain/credentials/credential.ts';
import { placeOf, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { RegistryError } from '../../domain/errors.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { copyTarget } from '../../domain/mapping/copy-target.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { pushAddress } from '../../domain/mapping/push-address.ts';
import type { WorkloadMove } from '../../domain/plan/moves.ts';
import type { RegistryFacts } from '../../domain/plan/registry-facts.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { memoize } from '../../domain/memoize.ts';
import type { OwnLogins } from './own-logins.ts';
import { isThere } from './pod-logins.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface ServedInput {
  readonly moves: readonly WorkloadMove[];
  readonly own: OwnLogins;
  readonly mapping: Mapping;
  /** Lookups at the target with the logins of the copy. */
  readonly facts: Pick<RegistryFacts, 'target'>;
  /** What pods need at the target. */
  readonly pullLogins: readonly PullLogin[];
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

/**
 * Workloads with a Secret whose login can pull each of their images. An image that neither this login nor the one of
 * the copy finds may be hidden from it; the proof after the copy will show.
 */
export async function servedWorkloads(
  { moves, own, pullLogins, registriesWith, mapping, facts }: ServedInput,
  signal: AbortSignal,
): Promise<ReadonlySet<Workload>> {
  const opens = memoize(
    (credentials: readonly Credential[], target: ImageReference) => JSON.stringify([credentials, target]),
    async (credentials, target) => {
      const isHeld = isThere(facts, copyTarget(pushAddress(mapping, target)));
      return isAccepted(registriesWith(credentials), { target, isHeld }, signal);
    },
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
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return new Set(served.flat());
}

async function isAccepted(
  registries: Registries,
  { target, isHeld }: { readonly target: ImageReference; readonly isHeld: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if ((await registries.acceptedCredential(target, signal)) === undefined) return false;
    return !isHeld || (await registries.digest(target, signal)) !== undefined;
  } catch (error) {
    if (error instanceof RegistryError) return false;
    throw error;
  }
}
