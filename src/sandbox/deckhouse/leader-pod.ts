import { PODS } from '../objects/api-resources.ts';
import type { Pod } from '../objects/pod.ts';
import { SYSTEM } from './estate/places.ts';
import type { KubeClient } from './kube/kube-client.ts';

/** The pod that Deckhouse works in, labelled so; `undefined`: none is ready, and nothing is done. */
export async function leaderPod(kube: KubeClient): Promise<Pod | undefined> {
  const pods = await kube.list(PODS, { namespace: SYSTEM, labels: 'app=deckhouse' });
  const ready = pods.find(isReady);
  if (ready === undefined || ready.metadata.labels?.leader === 'true') return ready;
  await kube.patch(PODS, ready.metadata, { metadata: { labels: { leader: 'true' } } });
  return ready;
}

function isReady({ metadata, status }: Pod): boolean {
  const conditions = status?.conditions ?? [];
  return (
    metadata.deletionTimestamp === undefined &&
    conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True')
  );
}
