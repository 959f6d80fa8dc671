/** The workloads that the operator opens by name, whatever opens the source to them. */
import { UsageError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { isMeant, parseWorkloadName, type WorkloadName } from '../../domain/workload-kinds/workload-name.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { nothingMeant, withKinds } from '../inventory/named-workloads.ts';

const FLAG = '--open ';

/** `[NAMESPACE/]KIND/NAME` each. Throws UsageError for a name that means nothing that was looked at. */
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

/** Nobody opens namesakes in other namespaces by the way: the namespace has to be named where there is one. */
function isOpenedBy(name: WorkloadName, { ref }: Workload): boolean {
  return isMeant(ref, name) && name.namespace === ref.namespace;
}

function readName(text: string): WorkloadName {
  const name = parseWorkloadName(text);
  if (name !== undefined) return name;
  throw new UsageError(`${FLAG}${text}: this is no name of a workload`, {
    nextStep: 'Write NAMESPACE/KIND/NAME, as in shop/deployment/web; `plan` names what is closed.',
  });
}
