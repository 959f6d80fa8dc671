/** Whether what the user named is there: nothing matched must not look like nothing left. */
import { UsageError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import type { Sought } from '../../domain/inventory/sought.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Looking, Unfound } from './looking.ts';
import { unfoundPaths } from './unfound-paths.ts';
import { unfoundNamespaces } from './unfound-namespaces.ts';
import { unfoundSources } from './unfound-sources.ts';

/** Gives warnings. Throws UsageError for the first that is not there, with what may have been meant. Reads only. */
export async function requireFound(
  cluster: Cluster,
  sought: Sought,
  inventory: Inventory,
  work: Work,
): Promise<string[]> {
  const looking = { cluster, sought, inventory, work };
  const unfound: Unfound[] = [];
  for (const look of [unfoundNamespaces, unselected, unfoundPaths, unfoundSources]) {
    const found = await look(looking);
    const wrong = sought.mayBeMissing ? undefined : found.find(({ isWarning }) => isWarning !== true);
    if (wrong !== undefined) {
      throw new UsageError(wrong.message, { nextStep: `${wrong.nextStep} ${ON_PURPOSE}`.trim() });
    }
    unfound.push(...found);
  }
  return unfound.map(({ message, nextStep }) => (nextStep === '' ? message : `${message}: ${nextStep}`));
}

const ON_PURPOSE = 'If it need not be there: --ignore-not-found.';

function unselected({ sought, inventory: { workloads, pods } }: Looking): Unfound[] {
  const { labelSelector = '' } = sought.scope;
  if (labelSelector === '' || workloads.length + pods.length > 0) return [];
  return [
    {
      message: `nothing has the labels ${labelSelector} in the namespaces that were searched`,
      nextStep: 'See the labels with `kubectl get deployments -A --show-labels`.',
    },
  ];
}
