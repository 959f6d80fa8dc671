/**
 * Earlier moves, from journals and a ConfigMap for removed ones: tells a source that is no longer used from one that
 * never was.
 */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { MOVED_NAME } from '../../domain/kubernetes/own-names.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { fields, listOf, text } from '../../domain/schema/readers.ts';
import { type PastMove, pastMove } from '../../domain/verify/known-sources.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { storeInConfigMap } from '../cluster/store-in-config-map.ts';
import { isReadable, readRun } from '../journals/run-object.ts';

const KEY = 'moves';
/** Moves stored at most, the newest. */
const MOST = 200;
const PREFIX = text({ most: 2000 });
const MOVES = listOf(fields({ from: listOf(PREFIX, 10_000), to: PREFIX }), MOST);

export interface PastMoves {
  readonly moves: readonly PastMove[];
  /** No permission to list them. */
  readonly unseen: boolean;
}

/** Reads only. Throws ClusterError. */
export async function pastMoves(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<PastMoves> {
  const moves: PastMove[] = [];
  const query = { namespace, labelSelector: MANAGED_BY_SELECTOR };
  try {
    for await (const page of cluster.list(CONFIG_MAPS, query, signal)) moves.push(...page.flatMap(movesIn));
    return { moves, unseen: false };
  } catch (error) {
    if (forbidden(error)) return { moves, unseen: true };
    throw error;
  }
}

/** Call before journals are removed. Throws ClusterError. */
export async function rememberMoves(
  cluster: Cluster,
  { namespace, moves }: { readonly namespace: string; readonly moves: readonly PastMove[] },
  signal: AbortSignal,
): Promise<void> {
  if (moves.length === 0) return;
  const dataAfter = (memory: KubernetesObject | undefined) => {
    const data = dataOf([...remembered(memory), ...moves]);
    return data[KEY] === valueAt(memory, ['data', KEY]) ? undefined : data;
  };
  await storeInConfigMap(cluster, { namespace, name: MOVED_NAME, dataAfter }, signal);
}

function dataOf(moves: readonly PastMove[]): Readonly<Record<string, string>> {
  const texts = new Set(moves.map(({ from, to }) => JSON.stringify({ from, to })));
  return { [KEY]: `[${[...texts].slice(-MOST).join(',')}]` };
}

function movesIn(object: KubernetesObject): readonly PastMove[] {
  if (object.metadata.name === MOVED_NAME) return remembered(object);
  const run = readRun(object);
  return isReadable(run) ? [pastMove(run.move)] : [];
}

/** Ignores unreadable entries. */
function remembered(memory: KubernetesObject | undefined): readonly PastMove[] {
  const said = valueAt(memory, ['data', KEY]);
  try {
    return typeof said === 'string' ? MOVES(JSON.parse(said), KEY) : [];
  } catch {
    return [];
  }
}
