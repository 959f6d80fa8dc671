/** Makes the estate: healthy where it is to be healthy, stuck where it is to be stuck. */
import { setTimeout as pause } from 'node:timers/promises';
import { DEPLOYMENTS, STATEFUL_SETS } from '../../objects/api-resources.ts';
import type { Objects } from '../../objects/objects.ts';
import type { SandboxRegistry } from '../../registry/sandbox-registry.ts';
import { DemoFailure } from '../demo-failure.ts';
import { correctedQueue, LEFT_BEHIND } from '../estate/data.ts';
import type { DemoEstate } from '../estate/demo-estate.ts';
import { estateObject, type EstateObject } from '../estate/estate-object.ts';
import { TOO_EARLY } from '../estate/payments.ts';
import { DRIFTING } from '../estate/shop.ts';
import { isStuck, pending, unequipped } from './pending.ts';
import { pushAnew } from './seed-images.ts';

export interface SeedTarget {
  readonly objects: Objects;
  readonly registries: ReadonlyMap<string, SandboxRegistry>;
}

const DEADLINE_MILLISECONDS = 45_000;
const HEALING_MILLISECONDS = 15_000;
const POLL_MILLISECONDS = 25;
const STUCK = [TOO_EARLY, LEFT_BEHIND];

/** Resolves when everything runs, or is stuck, as planned. Throws DemoFailure when it does not come to that. */
export async function seedEstate(
  { objects, registries }: SeedTarget,
  { prerequisites, workloads }: DemoEstate,
  signal: AbortSignal,
): Promise<void> {
  for (const { resource, object } of prerequisites) objects.create(resource, object);
  await come(signal, () => prerequisites.flatMap((one) => unequipped(objects, one) ?? []));
  for (const { resource, object } of workloads) objects.create(resource, object);
  const healthy = workloads.filter((workload) => !STUCK.some((one) => isIt(one, workload))).map(watched);
  await come(signal, () => [
    ...healthy.flatMap((workload) => pending(objects, workload) ?? []),
    ...STUCK.flatMap((one) => (isStuck(objects, one) ? [] : `${one.namespace}/${one.name} is not yet stuck`)),
  ]);
  pushAnew(registries, DRIFTING.image);
  correct(objects);
}

/** Gives what was stuck the time to come back, which nobody waits for in a move; returns what did not. */
export async function untilHealed(objects: Objects, signal: AbortSignal): Promise<readonly string[]> {
  const healing = [
    estateObject(DEPLOYMENTS, { metadata: { ...TOO_EARLY } }),
    estateObject(STATEFUL_SETS, { metadata: { namespace: LEFT_BEHIND.namespace, name: LEFT_BEHIND.name } }),
  ];
  return settle(HEALING_MILLISECONDS, signal, () =>
    healing.flatMap((workload) => pending(objects, workload) ?? []),
  );
}

function isIt(
  place: { readonly namespace: string; readonly name: string },
  { object }: EstateObject,
): boolean {
  return object.metadata.namespace === place.namespace && object.metadata.name === place.name;
}

/** What tells how a workload is: a custom resource has a Deployment of its name. */
function watched(workload: EstateObject): EstateObject {
  if (workload.resource.kind !== 'Storefront') return workload;
  const { namespace = '', name = '' } = workload.object.metadata;
  return estateObject(DEPLOYMENTS, { metadata: { namespace, name } });
}

/** Throws DemoFailure when something is still wrong after a while. */
async function come(signal: AbortSignal, problems: () => readonly string[]): Promise<void> {
  const left = await settle(DEADLINE_MILLISECONDS, signal, problems);
  if (left.length === 0) return;
  throw new DemoFailure(
    `the estate of the demo did not come up: ${left.join('; ')}`,
    'Try again; on a very busy machine it may take too long.',
  );
}

/** What is still wrong when everything is right or the time is over. */
async function settle(
  milliseconds: number,
  signal: AbortSignal,
  problems: () => readonly string[],
): Promise<readonly string[]> {
  const deadline = performance.now() + milliseconds;
  let left = problems();
  while (left.length > 0 && performance.now() < deadline) {
    await pause(POLL_MILLISECONDS, undefined, { signal });
    left = problems();
  }
  return left;
}

/** Somebody has put the template right, but not its pod. */
function correct(objects: Objects): void {
  const { object } = correctedQueue();
  objects.update(STATEFUL_SETS, LEFT_BEHIND, ({ metadata }) => ({ ...object, metadata: { ...metadata } }));
}
