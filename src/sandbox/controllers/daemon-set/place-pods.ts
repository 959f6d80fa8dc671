/** A pod on every node that should have one, and none elsewhere (k8s `podsShouldBeOnNode`). */
import type { Surroundings } from '../controller.ts';
import type { Node, Pod } from '../kinds.ts';
import { isFinished, isTerminating } from '../pod-state.ts';
import { suitability } from './daemon-pod.ts';
import type { Moves } from './daemon-moves.ts';
import { COMPONENT, isUpdated, type DaemonState } from './daemon-state.ts';

export function placePods(surroundings: Surroundings, state: DaemonState): Moves {
  const moves = state.nodes.map((node) => placeOn(surroundings, state, node));
  return {
    create: moves.flatMap(({ create }) => create),
    remove: [...moves.flatMap(({ remove }) => remove), ...withoutNode(state)],
  };
}

function placeOn(surroundings: Surroundings, state: DaemonState, node: Node): Moves {
  const { name } = node.metadata;
  const { starts, stays } = suitability(state.set, node);
  const pods = state.pods.get(name) ?? [];
  if (starts && pods.length === 0) return { create: [name], remove: [] };
  const staying = pods.filter((pod) => !isTerminating(pod));
  if (!stays) return { create: [], remove: staying };
  const ended = staying.filter(isFinished);
  for (const pod of ended) tellEnd(surroundings, state, { pod, node: name });
  const running = staying.filter((pod) => !isFinished(pod));
  return { create: [], remove: [...ended, ...surplus(state, running)] };
}

/** Of several pods on a node the oldest stays; with surges one of the old and one of the new ones. */
function surplus(state: DaemonState, running: readonly Pod[]): readonly Pod[] {
  if (running.length < 2) return [];
  const oldestFirst = running.toSorted((a, b) => rank(a) - rank(b));
  if (state.maxSurge === 0) return oldestFirst.slice(1);
  const updated = oldestFirst.filter((pod) => isUpdated(state, pod));
  const old = oldestFirst.filter((pod) => !isUpdated(state, pod));
  const replaced = updated[0] !== undefined && state.isAvailable(updated[0]);
  return [...updated.slice(1), ...old.slice(replaced ? 0 : 1)];
}

/** Those that are on a node come before those that wait for one. */
function rank({ spec, metadata }: Pod): number {
  const bound = (spec?.nodeName ?? '') !== '';
  return Date.parse(metadata.creationTimestamp) - (bound ? Number.MAX_SAFE_INTEGER / 2 : 0);
}

/** Pods that wait for a node that is gone. */
function withoutNode({ nodes, pods }: DaemonState): readonly Pod[] {
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  return [...pods]
    .filter(([node]) => !names.has(node))
    .flatMap(([, waiting]) => waiting)
    .filter((pod) => (pod.spec?.nodeName ?? '') === '' && !isTerminating(pod));
}

function tellEnd(
  { record }: Surroundings,
  { set }: DaemonState,
  { pod, node }: { readonly pod: Pod; readonly node: string },
): void {
  const { namespace = '', name } = pod.metadata;
  const failed = pod.status?.phase === 'Failed';
  const words = failed ? 'failed' : 'succeeded';
  const message = `Found ${words} daemon pod ${namespace}/${name} on node ${node}, will try to ${failed ? 'kill' : 'delete'} it`;
  const reason = failed ? 'FailedDaemonPod' : 'SucceededDaemonPod';
  record({ about: set, type: failed ? 'Warning' : 'Normal', reason, message, component: COMPONENT });
}
