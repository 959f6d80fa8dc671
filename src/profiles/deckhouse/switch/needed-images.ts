/** The images that have to be at the target before Deckhouse is switched: its own, and those of all that it has rendered. */
import { readImageReference } from '../../../domain/image/parse-reference.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import { podUse } from '../../../domain/inventory/pod-use.ts';
import { PODS } from '../../../domain/kubernetes/resource.ts';
import { liesIn, type RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { takeInventory } from '../../../workflow/inventory/take-inventory.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { isDeckhouses } from '../is-deckhouses.ts';
import { rebased } from './deckhouse-objects.ts';
import type { NeededImage } from './prove-target.ts';

export interface Rebase {
  readonly from: RegistryPrefix;
  readonly to: RegistryPrefix;
}

/** Each once. Throws ClusterError. */
export async function neededImages(
  cluster: Cluster,
  { from, to }: Rebase,
  work: Work,
): Promise<NeededImage[]> {
  const scope = { namespaces: [], excludeNamespaces: [] };
  const { workloads } = await takeInventory(cluster, { scope, customImages: [] }, work);
  const running = await runningDigests(cluster, work.signal);
  const images = workloads.filter(isDeckhouses).flatMap((workload) => workload.images);
  const sources = new Map<string, ImageReference>();
  for (const { image } of images) {
    const read = readImageReference(image);
    if (read.valid && liesIn(from, read.reference)) sources.set(image, read.reference);
  }
  return [...sources].map(([name, source]) => ({
    source,
    target: rebased(source, from, to),
    running: running.get(name) ?? [],
  }));
}

/** What the pods of Deckhouse itself report, by the image that they were told: only it runs by a tag. */
async function runningDigests(
  cluster: Cluster,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Digest[]>> {
  const digests = new Map<string, Digest[]>();
  const query = { namespace: D8_SYSTEM, labelSelector: 'app=deckhouse' };
  for await (const pods of cluster.list(PODS, query, signal)) {
    for (const { image, running } of pods.flatMap((pod) => podUse(pod).containers)) {
      if (running !== undefined) digests.set(image, [...(digests.get(image) ?? []), running.digest]);
    }
  }
  return digests;
}
