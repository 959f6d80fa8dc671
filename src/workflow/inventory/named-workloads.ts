/** Resolves names of workloads given by the user. */
import { UsageError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import {
  kindNames,
  spellingsOf,
  type WorkloadName,
  workloadName,
} from '../../domain/workload-kinds/workload-name.ts';
import { resourceName } from '../../domain/kubernetes/resource.ts';
import { WORKLOAD_KINDS } from '../../domain/workload-kinds/workload-kinds.ts';
import { didYouMean } from '../../domain/names/nearest.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

const KNOWN_NAMES: ReadonlySet<string> = new Set(
  WORKLOAD_KINDS.flatMap(({ resource }) => kindNames(resource)),
);

/** Resolves short names of custom resources, which only the server knows, to kinds. Throws ClusterError. */
export async function withKinds(
  cluster: Cluster,
  names: readonly WorkloadName[],
  signal: AbortSignal,
): Promise<WorkloadName[]> {
  const known: WorkloadName[] = [];
  for (const name of names) {
    const resource = KNOWN_NAMES.has(name.kind) ? undefined : await cluster.findResource(name.kind, signal);
    // A kind or plural may exist in several groups, of which the server returns one.
    const isShort = resource !== undefined && !kindNames(resource).includes(name.kind);
    known.push(isShort ? { ...name, kind: resourceName(resource) } : name);
  }
  return known;
}

/** Whether a kind as typed by a user (plural, short name) is the `kind` of an object. */
export function isOfKind(named: string, kind: string): boolean {
  const known = WORKLOAD_KINDS.find(({ resource }) => resource.kind === kind);
  return known === undefined
    ? named.startsWith(kind.toLowerCase())
    : kindNames(known.resource).includes(named);
}

/** The error for a name that matches no workload, suggesting workloads with the same name elsewhere. */
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
  return new UsageError(`${flag}${text}: workload not found in the searched namespaces`, {
    nextStep: didYouMean(text, candidates, {
      what: 'workloads',
      otherwise: 'There are no workloads: check the namespace.',
    }),
  });
}
