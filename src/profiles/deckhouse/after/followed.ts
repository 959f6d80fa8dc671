/** What has not followed a switch in time, and what somebody has to restart. */
import type { PlatformSwitchReport } from '../../../domain/plan/profile.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { followDeckhouse, type Following } from './follow-deckhouse.ts';
import { sidecarRestarts } from './stale-sidecars.ts';

/** Throws ClusterError. */
export async function followed(
  cluster: Cluster,
  following: Following,
  work: Work,
): Promise<Pick<PlatformSwitchReport, 'pending' | 'restarts'>> {
  const pending = await followDeckhouse(cluster, following, work);
  return { pending, restarts: await sidecarRestarts(cluster, following.from, work) };
}
