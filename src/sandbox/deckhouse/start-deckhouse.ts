/** A stand-in of Deckhouse, the Kubernetes platform: makes its objects in a cluster and reacts to changes as it does. */
import { SECRETS } from '../objects/api-resources.ts';
import { bashible } from './bashible/bashible.ts';
import { NODE_GROUP_NAMES } from './bashible/bashible-checksums.ts';
import { joinNodes, releaseNodes } from './bashible/join-nodes.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { copierHook } from './copier/copier-hook.ts';
import type { Deckhouse, DeckhouseGeneration, DeckhouseOptions } from './deckhouse-options.ts';
import { decodedData } from './decoded-data.ts';
import { CHECKSUMS } from './estate/places.ts';
import { deckhouseEstate } from './estate/deckhouse-estate.ts';
import { injectSidecars } from './istio/inject-sidecars.ts';
import { keepLooking } from './kube/keep-looking.ts';
import { KubeFailure } from './kube/kube-failure.ts';
import { renderRegistryConfig, resolveUpstream } from './module-v2/registry-controller.ts';
import { orchestrator } from './module/orchestrator.ts';
import { renderConfig } from './module/render-config.ts';
import { enableModules } from './module/enable-modules.ts';
import { connectKube, type KubeClient } from './kube/kube-client.ts';
import { leaderPod } from './leader-pod.ts';
import { deckhouseLog } from './log/deckhouse-log.ts';
import { followRegistry } from './registry/follow-registry.ts';
import type { Look, StandIn } from './stand-in.ts';
import { timetable } from './timetable.ts';

/** Creates what is missing of its objects. */
export async function startDeckhouse(options: DeckhouseOptions): Promise<Deckhouse> {
  const kube = await connectKube(options.kubeconfig);
  const stopping = new AbortController();
  const { signal } = stopping;
  await createMissing(kube, options);
  await joinNodes(kube, decodedData((await kube.get(SECRETS, CHECKSUMS))?.data));
  const wait = timetable(options.speed ?? 1, signal);
  const standIn: StandIn = { kube, options, log: deckhouseLog(kube), wait, signal };
  const running = Promise.all(looks(standIn).map(async (look) => keepLooking(signal, look)));
  const end = async (cleanUp: () => Promise<void>): Promise<void> => {
    stopping.abort();
    await running;
    await cleanUp();
    kube.close();
  };
  return {
    stop: async () => end(async () => Promise.resolve()),
    remove: async () => end(async () => removeAll(kube, options)),
  };
}

/** Definitions last: what they define goes with them. */
async function removeAll(kube: KubeClient, options: DeckhouseOptions): Promise<void> {
  await releaseNodes(kube);
  for (const { resource, object } of deckhouseEstate(options).toReversed()) {
    const { namespace, name = '' } = object.metadata;
    await kube.delete(resource, namespace === undefined ? { name } : { namespace, name });
  }
}

const GENERATIONS: Readonly<Record<DeckhouseGeneration, (standIn: StandIn) => readonly Look[]>> = {
  copier: (standIn) => [copierHook(standIn)],
  module: (standIn) => [renderConfig(standIn), orchestrator(standIn), enableModules(standIn)],
  'module-v2': (standIn) => [renderRegistryConfig(standIn), resolveUpstream(standIn)],
};

function looks(standIn: StandIn): readonly Look[] {
  return [
    async () => leaderPod(standIn.kube),
    async () => standIn.log.look(),
    ...GENERATIONS[standIn.options.generation](standIn),
    followRegistry(standIn),
    injectSidecars(standIn),
    ...NODE_GROUP_NAMES.map((group) => bashible(standIn, group)),
  ];
}

async function createMissing(kube: KubeClient, options: DeckhouseOptions): Promise<void> {
  for (const { resource, object } of deckhouseEstate(options)) {
    await untilServed(async () => kube.create(resource, object));
  }
}

/** Milliseconds between two tries, and how many there are: what was just defined is not served at once. */
const TRIES = { interval: 250, most: 40 };

async function untilServed(create: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await create();
      return;
    } catch (error) {
      if (!(error instanceof KubeFailure && error.status === 404) || tries === TRIES.most) throw error;
      await pause(TRIES.interval);
    }
  }
}
