/** Workloads outside of Deckhouse whose pods run a sidecar of istio from the old registry: only new pods get another one. */
import { controllerChain, workloadsByUid } from '../../../domain/inventory/inventory.ts';
import { describeRef, kubectlName } from '../../../domain/kubernetes/object-ref.ts';
import type { OwnerReference } from '../../../domain/kubernetes/object.ts';
import { PODS } from '../../../domain/kubernetes/resource.ts';
import type { RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import { controllerOf } from '../../../domain/kubernetes/object.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { takeInventory } from '../../../workflow/inventory/take-inventory.ts';
import { isItsNamespace } from '../is-deckhouses.ts';
import { comesFrom } from './follow-deckhouse.ts';

/** By `kubectl rollout restart`. */
const RESTARTABLE = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);

const INJECTED = 'sidecar.istio.io/status';

/** As commands for a shell, each once; pods that nobody controls are named in a comment. Throws ClusterError. */
export async function sidecarRestarts(cluster: Cluster, from: RegistryPrefix, work: Work): Promise<string[]> {
  const controllers = new Map<string, { readonly namespace: string; readonly controller: OwnerReference }>();
  const bare: string[] = [];
  for await (const pods of cluster.list(PODS, {}, work.signal)) {
    for (const pod of pods) {
      const { namespace = '', name, annotations } = pod.metadata;
      if (annotations?.[INJECTED] === undefined || isItsNamespace(namespace) || !comesFrom(pod, from))
        continue;
      const controller = controllerOf(pod);
      if (controller === undefined) bare.push(`# pod ${namespace}/${name}: nobody controls it`);
      else controllers.set(`${namespace} ${controller.uid}`, { namespace, controller });
    }
  }
  if (controllers.size === 0) return bare;
  const scope = { namespaces: [], excludeNamespaces: [] };
  const byUid = workloadsByUid((await takeInventory(cluster, { scope, customImages: [] }, work)).workloads);
  // An owner reference is the word of whoever made the pod: it leads nowhere else.
  const owners = [...controllers.values()].flatMap(({ namespace, controller }) =>
    controllerChain(controller, byUid)
      .filter(({ ref }) => ref.namespace === namespace)
      .slice(-1),
  );
  const restarts = owners.map(({ ref }) =>
    RESTARTABLE.has(ref.resource.kind)
      ? `kubectl rollout restart -n ${ref.namespace ?? ''} ${kubectlName(ref)}`
      : `# ${describeRef(ref)}: restart its pods as its controller wants it`,
  );
  return [...new Set(restarts), ...bare];
}
