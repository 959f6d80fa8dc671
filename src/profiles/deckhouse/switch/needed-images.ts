/** The images that have to be at the target before Deckhouse is switched: its own, and those of all that it has rendered. */
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { readImageReference } from '../../../domain/image/parse-reference.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import { controllerOf, type KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { REPLICA_SETS } from '../../../domain/kubernetes/resource.ts';
import { liesIn, type RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { takeInventory } from '../../../workflow/inventory/take-inventory.ts';
import { podsOfWorkload, type WorkloadPod } from '../../../workflow/rollout/pods-of-workload.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { isDeckhouses } from '../is-deckhouses.ts';
import { readDeckhouse, rebased } from './deckhouse-objects.ts';
import type { NeededImage } from './prove-target.ts';

export interface Rebase {
  readonly from: RegistryPrefix;
  readonly to: RegistryPrefix;
}

/** Each once; `known`: digests of images by tag, where nothing runs that would tell. Throws ClusterError. */
export async function neededImages(
  cluster: Cluster,
  { from, to }: Rebase,
  known: ReadonlyMap<string, Digest>,
  work: Work,
): Promise<NeededImage[]> {
  const scope = { namespaces: [], excludeNamespaces: [] };
  const { workloads } = await takeInventory(cluster, { scope, customImages: [] }, work);
  const running = await runningDigests(cluster, work.signal);
  const sources = new Map<string, ImageReference>();
  for (const { image } of workloads.filter(isDeckhouses).flatMap(({ images }) => images)) {
    const read = readImageReference(image);
    if (read.valid && liesIn(from, read.reference))
      sources.set(formatImageReference(read.reference), read.reference);
  }
  return [...sources].map(([name, source]) => ({
    source,
    target: rebased(source, from, to),
    running: [...(running.get(name) ?? [known.get(name)].filter((digest) => digest !== undefined))],
  }));
}

/** What the pods of the Deployment report, by the image that they were told: only Deckhouse itself runs by a tag. */
async function runningDigests(
  cluster: Cluster,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<Digest>>> {
  const digests = new Map<string, Set<Digest>>();
  const { deployment } = await readDeckhouse(cluster, signal);
  for (const { image, running } of (await ownPods(cluster, deployment, signal)).flatMap(
    ({ containers }) => containers,
  )) {
    const read = readImageReference(image);
    if (running === undefined || !read.valid) continue;
    const name = formatImageReference(read.reference);
    digests.set(name, (digests.get(name) ?? new Set()).add(running.digest));
  }
  return digests;
}

/** By owners: a label is anybody's word. */
async function ownPods(
  cluster: Cluster,
  deployment: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  const sets = new Set<string>();
  for await (const page of cluster.list(REPLICA_SETS, { namespace: D8_SYSTEM }, signal)) {
    for (const set of page)
      if (controllerOf(set)?.uid === deployment.metadata.uid) sets.add(set.metadata.uid ?? '');
  }
  const pods = await podsOfWorkload(cluster, deployment, signal);
  return pods.filter(({ controller }) => controller !== undefined && sets.has(controller.uid));
}
