/** Switches one Deployment, `shop/web`, on a cluster in memory. */
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { switchWorkload } from '../../../src/workflow/switch/switch-workload.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { answersFor } from '../../support/questions.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';

export const OLD = 'old.example/shop/web:1';
export const NEW = 'new.example/shop/web:1';
export const web = deployment({ image: OLD, status: READY });

export function clusterOf(object: KubernetesObject, missing: readonly string[] = []): InMemoryCluster {
  const cluster = new InMemoryCluster([object]);
  cluster.statusOf = deploymentStatus(missing);
  return cluster;
}

export async function run(cluster: InMemoryCluster, object: KubernetesObject): Promise<SwitchedWorkload> {
  const change = plannedChange(object, object.kind === 'Pod' ? [] : ['target']);
  const context = {
    cluster,
    readImages: imageReader([]),
    isSource: (image: string) => image.startsWith('old.example/'),
    questions: answersFor([change]),
    drift: 'running' as const,
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: [],
    timeoutSeconds: 0,
  };
  return switchWorkload(context, change, recordedWork());
}

export function imagesOf(cluster: InMemoryCluster, object: KubernetesObject): string[] {
  const spec = podSpecOf(cluster.read(object));
  return (spec?.containers ?? []).map(({ image = '' }) => image);
}
