/** Which platform a cluster is, by the objects that it has. */
import { UsageError } from '../domain/errors.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Profile, ProfileName } from '../domain/plan/profile.ts';
import { findDeckhouse } from './deckhouse/find-deckhouse.ts';
import { genericProfile } from './generic.ts';

/**
 * Reads only. `chosen`: what the user says instead. Throws ClusterError, and UsageError where the cluster is not what was
 * chosen.
 */
export async function findProfile(
  cluster: Cluster,
  chosen: ProfileName | undefined,
  signal: AbortSignal,
): Promise<Profile> {
  if (chosen === 'generic') return genericProfile('--profile generic');
  const found = await findDeckhouse(cluster, signal);
  if ('name' in found) return found;
  if (chosen === undefined) return genericProfile(found.missing);
  throw new UsageError(`this cluster is not a Deckhouse cluster: ${found.missing}`, {
    nextStep: 'Check --context, or leave out --profile.',
  });
}
