/** One step of the rolling update of a DaemonSet (k8s `daemon/update.go`). */
import type { Pod } from '../kinds.ts';
import { isTerminating } from '../pod-state.ts';
import { suitability } from './daemon-pod.ts';
import type { Moves } from './daemon-moves.ts';
import { isUpdated, type DaemonState } from './daemon-state.ts';

export function rollOn(state: DaemonState): Moves {
  return state.maxSurge === 0 ? replaceOld(state) : surge(state);
}

/** Pods of one node that stay; `undefined` where there are too many, which are not the update's business. */
interface OnNode {
  readonly node: string;
  readonly old: Pod | undefined;
  readonly updated: Pod | undefined;
}

function nodesWithPods(state: DaemonState): (OnNode | undefined)[] {
  return [...state.pods].map(([node, pods]) => {
    const staying = pods.filter((pod) => !isTerminating(pod));
    const updated = staying.filter((pod) => isUpdated(state, pod));
    const old = staying.filter((pod) => !isUpdated(state, pod));
    return updated.length > 1 || old.length > 1 ? undefined : { node, old: old[0], updated: updated[0] };
  });
}

/** Old pods go while no more than the permitted number is unavailable; those that do not serve go at once. */
function replaceOld(state: DaemonState): Moves {
  const all = nodesWithPods(state);
  const outdated = all.flatMap((one) => (one?.updated === undefined ? (one?.old ?? []) : []));
  const serving = outdated.filter(state.isAvailable);
  const useless = outdated.filter((pod) => !state.isAvailable(pod));
  const unavailable = all.length - all.filter((one) => isServed(state, one)).length;
  const room = Math.max(0, state.maxUnavailable - unavailable);
  return { create: [], remove: [...useless, ...serving.slice(0, room)] };
}

function isServed(state: DaemonState, one: OnNode | undefined): boolean {
  if (one === undefined || (one.old === undefined) === (one.updated === undefined)) return false;
  const pod = one.updated ?? one.old;
  return pod !== undefined && state.isAvailable(pod);
}

/** New pods come beside old ones, which go when the new one serves. */
function surge(state: DaemonState): Moves {
  const all = nodesWithPods(state);
  const paired = all.filter((one) => one?.old !== undefined && one.updated !== undefined);
  const done = paired.filter((one) => one?.updated !== undefined && state.isAvailable(one.updated));
  const surging = all.filter((one) => one === undefined).length + paired.length - done.length;
  const outdated = all.flatMap((one) =>
    one?.old !== undefined && one.updated === undefined && isSuited(state, one.node) ? [one] : [],
  );
  const serving = outdated.filter(({ old }) => old !== undefined && state.isAvailable(old));
  const useless = outdated.filter((one) => !serving.includes(one));
  const room = Math.max(0, state.maxSurge - surging);
  return {
    create: [...useless, ...serving.slice(0, room)].map(({ node }) => node),
    remove: done.flatMap((one) => one?.old ?? []),
  };
}

function isSuited({ set, nodes }: DaemonState, name: string): boolean {
  const node = nodes.find(({ metadata }) => metadata.name === name);
  return node !== undefined && suitability(set, node).starts;
}
