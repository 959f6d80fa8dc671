/** Watches workloads for a while after their rollout: ready once is not healthy yet. */
import { setTimeout as pause } from 'node:timers/promises';
import { podUse } from '../../domain/inventory/pod-use.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { podsOfWorkload } from './pods-of-workload.ts';

/** What is wrong with them after `seconds`, in a sentence for each that is not well; 0 seconds: nobody looks. */
export async function settle(
  cluster: Cluster,
  workloads: readonly ObjectRef[],
  seconds: number,
  { signal, progress }: Work,
): Promise<Map<ObjectRef, string>> {
  const troubles = new Map<ObjectRef, string>();
  if (seconds === 0 || workloads.length === 0) return troubles;
  const before = new Map<ObjectRef, ReadonlyMap<string, number>>();
  for (const ref of workloads) before.set(ref, (await look(cluster, ref, signal)).restarts);
  progress.update(`ready; watching for ${seconds}s`);
  await pause(seconds * 1000, undefined, { signal });
  for (const [ref, restarts] of before) {
    const now = await look(cluster, ref, signal);
    const trouble = now.trouble ?? risen(restarts, now.restarts);
    if (trouble !== undefined) troubles.set(ref, trouble);
  }
  return troubles;
}

interface Look {
  /** Why it is not ready. */
  readonly trouble?: string;
  /** By `pod name: container name`. */
  readonly restarts: ReadonlyMap<string, number>;
}

async function look(cluster: Cluster, ref: ObjectRef, signal: AbortSignal): Promise<Look> {
  const object = await cluster.get(ref.resource, ref, signal);
  if (object === undefined) return { restarts: new Map() };
  const pods = object.kind === 'Pod' ? [podUse(object)] : await podsOfWorkload(cluster, object, signal);
  const restarts = new Map(
    pods.flatMap(({ name: pod, containers }) =>
      containers.map(({ name, restarts: count = 0 }) => [`pod ${pod}: container ${name}`, count] as const),
    ),
  );
  const { state, message } = rolloutStatus(object);
  return state === 'done' ? { restarts } : { restarts, trouble: `ready once, but not any more: ${message}` };
}

/** Pods that are new since count from zero: they take the place of pods that were ready. */
function risen(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string | undefined {
  const found = [...after].find(([container, count]) => count > (before.get(container) ?? 0));
  return found === undefined ? undefined : `${found[0]} was restarted`;
}
