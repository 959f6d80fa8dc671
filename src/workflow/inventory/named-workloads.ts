/** The workloads that somebody names, and what to say where there are none of that name. */
import { UsageError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import {
  kindNames,
  spellingsOf,
  type WorkloadName,
  workloadName,
} from '../../domain/kubernetes/workload-name.ts';
import * as resources from '../../domain/kubernetes/resource.ts';
import { resourceName } from '../../domain/kubernetes/resource.ts';
import { didYouMean } from '../../domain/names/nearest.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

const BUILT_IN = [
  resources.PODS,
  resources.DEPLOYMENTS,
  resources.STATEFUL_SETS,
  resources.DAEMON_SETS,
  resources.REPLICA_SETS,
  resources.REPLICATION_CONTROLLERS,
  resources.JOBS,
  resources.CRON_JOBS,
];

const BUILT_IN_NAMES: ReadonlySet<string> = new Set(BUILT_IN.flatMap(kindNames));

/** Custom resources have short names too, which only the server knows: their kinds are written out. Throws ClusterError. */
export async function withKinds(
  cluster: Cluster,
  names: readonly WorkloadName[],
  signal: AbortSignal,
): Promise<WorkloadName[]> {
  const known: WorkloadName[] = [];
  for (const name of names) {
    const resource = BUILT_IN_NAMES.has(name.kind)
      ? undefined
      : await cluster.findResource(name.kind, signal);
    // A kind or plural may stand for objects of several groups, of which the server gives one.
    const isShort = resource !== undefined && !kindNames(resource).includes(name.kind);
    known.push(isShort ? { ...name, kind: resourceName(resource) } : name);
  }
  return known;
}

/** Whether a kind as people name it is the one that an object tells in its field `kind`. */
export function isOfKind(named: string, kind: string): boolean {
  const builtIn = BUILT_IN.find((resource) => resource.kind === kind);
  return builtIn === undefined ? named.startsWith(kind.toLowerCase()) : kindNames(builtIn).includes(named);
}

/** What to say of a name that means none of the workloads that were looked at: namesakes are what was meant, if any. */
export function nothingMeant(
  { text, name }: WorkloadName,
  workloads: readonly Workload[],
  flag = '',
): UsageError {
  const all = workloads.filter(({ controller }) => controller === undefined);
  const namesakes = all.filter(({ ref }) => ref.name === name);
  const candidates = (namesakes.length === 0 ? all : namesakes).map(({ ref }) => ({
    name: workloadName(ref),
    spellings: [...spellingsOf(ref), ...(namesakes.length === 0 ? [workloadName(ref)] : [text])],
  }));
  return new UsageError(`${flag}${text}: there is no such workload in the namespaces that were searched`, {
    nextStep: didYouMean(text, candidates, {
      what: 'workloads',
      otherwise: 'No workload is there at all: check the namespace.',
    }),
  });
}
