/** Checks that everything the user named exists: "nothing matched" must not look like "nothing left". */
import { UsageError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import type { RequiredMatches } from '../../domain/inventory/required-matches.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { MatchSearch, MissingMatch } from './match-search.ts';
import { missingPaths } from './missing-paths.ts';
import { missingNamespaces } from './missing-namespaces.ts';
import { missingSources } from './missing-sources.ts';

/** Returns warnings. Throws UsageError for the first that does not exist, with suggestions. Reads only. */
export async function requireFound(
  cluster: Cluster,
  matches: RequiredMatches,
  inventory: Inventory,
  work: Work,
): Promise<string[]> {
  const search = { cluster, matches, inventory, work };
  const missing: MissingMatch[] = [];
  for (const look of [missingNamespaces, missingLabels, missingPaths, missingSources]) {
    const found = await look(search);
    const wrong = matches.mayBeMissing ? undefined : found.find(({ isWarning }) => isWarning !== true);
    if (wrong !== undefined) {
      throw new UsageError(wrong.message, { nextStep: `${wrong.nextStep} ${ON_PURPOSE}`.trim() });
    }
    missing.push(...found);
  }
  return missing.map(({ message, nextStep }) => (nextStep === '' ? message : `${message}: ${nextStep}`));
}

const ON_PURPOSE = 'To only warn about it: --ignore-not-found.';

function missingLabels({ matches, inventory: { workloads, pods } }: MatchSearch): MissingMatch[] {
  const { labelSelector = '' } = matches.scope;
  if (labelSelector === '' || workloads.length + pods.length > 0) return [];
  return [
    {
      message: `no workload has the labels ${labelSelector} in the searched namespaces`,
      nextStep: 'List labels with `kubectl get deployments -A --show-labels`.',
    },
  ];
}
