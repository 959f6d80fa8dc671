/** What the pods of a cluster with Deckhouse run. */
import { PODS } from '../../../src/sandbox/objects/api-resources.ts';
import type { Pod } from '../../../src/sandbox/objects/pod.ts';
import type { DeckhouseCluster } from './deckhouse-cluster.ts';
import { until } from './until.ts';

/** Images of all containers that have started, by pods that are not going away. */
export function imagesOf(pods: readonly Pod[]): readonly string[] {
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap(({ spec }) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])])
    .map(({ image = '' }) => image);
}

export function areReady(pods: readonly Pod[]): boolean {
  return pods.every(({ status }) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  );
}

export async function platformPods({ kube }: DeckhouseCluster): Promise<readonly Pod[]> {
  return (await kube.list(PODS)).filter(({ metadata }) => metadata.namespace?.startsWith('d8-'));
}

export async function untilAllRun(cluster: DeckhouseCluster): Promise<void> {
  await until('all of Deckhouse', async () => {
    const pods = await platformPods(cluster);
    return pods.length >= 5 && areReady(pods);
  });
}

/** All of Deckhouse's images come from there. */
export async function untilAllRunFrom(cluster: DeckhouseCluster, base: string): Promise<void> {
  await until(`all of Deckhouse from ${base}`, async () => {
    const pods = await platformPods(cluster);
    return pods.length >= 5 && areReady(pods) && imagesOf(pods).every((image) => image.startsWith(base));
  });
}
