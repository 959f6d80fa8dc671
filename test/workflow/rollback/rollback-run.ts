/** Rollbacks in a cluster in memory, of workloads that were switched. */
import type { CustomImages } from '../../../src/domain/inventory/custom-images.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { Scope } from '../../../src/domain/inventory/scope.ts';
import { recordedWorkloads } from '../../../src/workflow/rollback/recorded-workloads.ts';
import {
  rollBack,
  type RollbackReport,
  type RollbackRequest,
} from '../../../src/workflow/rollback/roll-back.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import type { WorkloadShape } from '../../support/builders/workloads.ts';
import type { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus } from '../rollout/controllers.ts';

export const OLD = 'old.example/shop/web:1';
export const NEW = 'new.example/shop/web:1';
export const record = { images: [{ slot: 'container', name: 'app', from: OLD, to: NEW }] };
const annotations = changeLog([record]);
export const switched: WorkloadShape = { image: NEW, annotations };

export async function runRollback(
  cluster: InMemoryCluster,
  customImages: readonly CustomImages[] = [],
  scope: Partial<Scope> = {},
  {
    named = customImages,
    ...rest
  }: Partial<Pick<RollbackRequest, 'leftOut' | 'isAlone' | 'timeoutSeconds'>> & {
    readonly named?: readonly CustomImages[];
  } = {},
): Promise<RollbackReport> {
  cluster.statusOf = deploymentStatus();
  const work = recordedWork();
  const request = {
    scope: { namespaces: [], excludeNamespaces: [], ...scope },
    customImages,
    readImages: imageReader(customImages),
    readNamed: imageReader(named),
    maxInFlight: 1,
    timeoutSeconds: 0,
    stateNamespace: 'registry-switch',
    isAlone: true,
    ...rest,
  };
  return rollBack(cluster, await recordedWorkloads(cluster, request, work), request, work);
}

export function secretOutcomes({ secrets }: RollbackReport): string[] {
  return secrets.map(({ outcome }) => outcome);
}

export function outcomes({ workloads }: RollbackReport): Record<string, string> {
  return Object.fromEntries(workloads.map(({ workload, outcome }) => [workload.name, outcome]));
}
