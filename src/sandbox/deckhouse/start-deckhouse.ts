/** A stand-in of Deckhouse, the Kubernetes platform: makes its objects in a cluster and reacts to changes as it does. */
import { copierHook } from './copier/copier-hook.ts';
import type { Deckhouse, DeckhouseOptions } from './deckhouse-options.ts';
import { deckhouseEstate } from './estate/deckhouse-estate.ts';
import { keepLooking } from './kube/keep-looking.ts';
import { connectKube, type KubeClient } from './kube/kube-client.ts';
import { leaderPod } from './leader-pod.ts';
import { deckhouseLog } from './log/deckhouse-log.ts';
import type { Look, StandIn } from './stand-in.ts';
import { timetable } from './timetable.ts';

/** Creates what is missing of its objects. */
export async function startDeckhouse(options: DeckhouseOptions): Promise<Deckhouse> {
  const kube = await connectKube(options.kubeconfig);
  const stopping = new AbortController();
  const { signal } = stopping;
  await createMissing(kube, options);
  const wait = timetable(options.speed ?? 1, signal);
  const standIn: StandIn = { kube, options, log: deckhouseLog(kube), wait, signal };
  const running = Promise.all(looks(standIn).map(async (look) => keepLooking(signal, look)));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
    kube.close();
  };
  return { stop, remove: stop };
}

function looks(standIn: StandIn): readonly Look[] {
  return [
    async () => void (await leaderPod(standIn.kube)),
    async () => standIn.log.look(),
    copierHook(standIn),
  ];
}

async function createMissing(kube: KubeClient, options: DeckhouseOptions): Promise<void> {
  for (const { resource, object } of deckhouseEstate(options)) await kube.create(resource, object);
}
