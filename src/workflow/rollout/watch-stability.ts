/** Watches workloads for a while after their rollout, since ready once is not yet healthy. */
import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Interference } from '../../domain/rollout/interference.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { podsOfWorkload } from './pods-of-workload.ts';
import { type ReferringWorkload, referringWorkloads, withReferring } from './referring-workloads.ts';

export interface WatchedWorkload {
  readonly ref: ObjectRef;
  /** As for `waitForRollout`. */
  readonly interferes: (object: KubernetesObject) => Interference | undefined;
}

/** What is wrong with a workload. */
export interface Instability {
  readonly state: 'failed' | Interference['state'];
  readonly message: string;
}

/** The workloads that are unstable within `seconds`; 0 seconds: no check. */
export async function watchStability(
  cluster: Cluster,
  workloads: readonly WatchedWorkload[],
  seconds: number,
  { signal, progress }: Work,
): Promise<Map<ObjectRef, Instability>> {
  const troubles = new Map<ObjectRef, Instability>();
  if (seconds === 0 || workloads.length === 0) return troubles;
  const before = new Map<WatchedWorkload, Snapshot | undefined>();
  for (const one of workloads) before.set(one, await look(cluster, one, { signal }));
  progress.update(`ready; watching for ${seconds}s`);
  await pause(seconds * 1000, undefined, { signal });
  for (const [one, first] of before) {
    const trouble = compare(first, await look(cluster, one, { referring: first?.referring, signal }));
    if (trouble !== undefined) troubles.set(one.ref, trouble);
  }
  return troubles;
}

interface Snapshot {
  readonly interference?: Interference;
  /** Why it is not ready. */
  readonly missing?: string;
  readonly replicas: unknown;
  readonly referring: readonly ReferringWorkload[];
  /** By `pod name: container name`. */
  readonly restarts: ReadonlyMap<string, number>;
}

interface Looking {
  /** As seen before. */
  readonly referring?: Snapshot['referring'] | undefined;
  readonly signal: AbortSignal;
}

/** `undefined`: it was deleted. */
async function look(
  cluster: Cluster,
  { ref, interferes }: WatchedWorkload,
  { referring: known, signal }: Looking,
): Promise<Snapshot | undefined> {
  const object = await cluster.get(ref.resource, ref, signal);
  if (object === undefined) return undefined;
  const pods = await podsOfWorkload(cluster, object, signal);
  const restarts = new Map(
    pods.flatMap(({ name: pod, containers }) =>
      containers.map(({ name, restarts: count = 0 }) => [`pod ${pod}: container ${name}`, count] as const),
    ),
  );
  const referring = known ?? (await referringWorkloads(cluster, object, signal));
  const own = rolloutStatus(object);
  const { state, message } = await withReferring(
    cluster,
    { owner: object, status: own, before: referring },
    signal,
  );
  const found = interferes(object);
  return {
    restarts,
    referring,
    replicas: valueAt(object, ['spec', 'replicas']),
    ...(state === 'done' ? {} : { missing: message }),
    ...(found === undefined ? {} : { interference: found }),
  };
}

/** Ignores unready pods of a concurrent scale-up. */
function compare(before: Snapshot | undefined, now: Snapshot | undefined): Instability | undefined {
  if (before === undefined || now === undefined) return undefined;
  if (now.interference !== undefined) return now.interference;
  const restarted = risen(before.restarts, now.restarts);
  if (restarted !== undefined) return { state: 'failed', message: restarted };
  if (now.missing === undefined || now.replicas !== before.replicas) return undefined;
  return { state: 'failed', message: `became ready, then unready: ${now.missing}` };
}

/** New pods count from zero: they replace pods that were ready. */
function risen(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string | undefined {
  const found = [...after].find(([container, count]) => count > (before.get(container) ?? 0));
  return found === undefined ? undefined : `${found[0]} was restarted`;
}
