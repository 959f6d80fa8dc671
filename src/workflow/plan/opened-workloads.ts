/** The workloads given with --open, which are moved without proof of access to the source. */
import { UsageError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { isMeant, parseWorkloadName, type WorkloadName } from '../../domain/workload-kinds/workload-name.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { nothingMeant, withKinds } from '../inventory/named-workloads.ts';

const FLAG = '--open ';

/** Names are `[NAMESPACE/]KIND/NAME`. Throws UsageError for a name that matches no workload in scope. */
export async function openedWorkloads(
  cluster: Cluster,
  names: readonly string[],
  workloads: readonly Workload[],
  signal: AbortSignal,
): Promise<ReadonlySet<Workload>> {
  const read = await withKinds(cluster, names.map(readName), signal);
  return new Set(
    read.flatMap((name) => {
      const found = workloads.filter((workload) => isOpenedBy(name, workload));
      if (found.length === 0) throw nothingMeant(name, workloads, FLAG);
      return found;
    }),
  );
}

/** The namespace is required for namespaced workloads, so that no namesake is opened by accident. */
function isOpenedBy(name: WorkloadName, { ref }: Workload): boolean {
  return isMeant(ref, name) && name.namespace === ref.namespace;
}

function readName(text: string): WorkloadName {
  const name = parseWorkloadName(text);
  if (name !== undefined) return name;
  throw new UsageError(`${FLAG}${text}: invalid workload name`, {
    nextStep: 'Use NAMESPACE/KIND/NAME, e.g. shop/deployment/web; `plan` lists the workloads without access.',
  });
}
