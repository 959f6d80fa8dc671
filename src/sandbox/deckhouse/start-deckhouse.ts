/** A stand-in of Deckhouse, the Kubernetes platform: makes its objects in a cluster and reacts to changes as it does. */
import type { Deckhouse, DeckhouseOptions } from './deckhouse-options.ts';
import { deckhouseEstate } from './estate/deckhouse-estate.ts';
import { connectKube, type KubeClient } from './kube/kube-client.ts';

/** Creates what is missing of its objects. */
export async function startDeckhouse(options: DeckhouseOptions): Promise<Deckhouse> {
  const kube = await connectKube(options.kubeconfig);
  const stopping = new AbortController();
  await createMissing(kube, options);
  const stop = async (): Promise<void> => {
    stopping.abort();
    kube.close();
    return Promise.resolve();
  };
  return { stop, remove: stop };
}

async function createMissing(kube: KubeClient, options: DeckhouseOptions): Promise<void> {
  for (const { resource, object } of deckhouseEstate(options)) await kube.create(resource, object);
}
