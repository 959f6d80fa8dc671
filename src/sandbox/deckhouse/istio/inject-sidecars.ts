/**
 * Gives pods istio's sidecar. Where there are no webhooks a pod cannot be changed while it is created: so templates have
 * a scheduling gate, and each gated pod gets a double with a sidecar. Its ReplicaSet has one pod too many then, and
 * deletes the one that is on no node.
 */
import { NAMESPACES, NODES, PODS } from '../../objects/api-resources.ts';
import type { Draft } from '../../objects/objects.ts';
import type { Pod } from '../../objects/pod.ts';
import { ISTIO, SIDECAR_SECRET } from '../estate/places.ts';
import { moduleImage } from '../image-table.ts';
import type { Look, StandIn } from '../stand-in.ts';
import { GATES } from './gates.ts';

export function injectSidecars({ kube, options }: StandIn): Look {
  const replaced = new Set<string>();
  return async () => {
    const base = istioBase(await kube.list(PODS, { namespace: ISTIO, labels: 'app=istiod' }));
    if (base === undefined) return;
    const [node] = await kube.list(NODES);
    for (const { metadata } of await kube.list(NAMESPACES, { labels: 'istio-injection=enabled' })) {
      const pods = await kube.list(PODS, { namespace: metadata.name });
      for (const pod of pods.filter((one) => isGated(one) && !replaced.has(one.metadata.uid))) {
        replaced.add(pod.metadata.uid);
        await kube.create(
          PODS,
          withSidecar(pod, moduleImage(base, options.images, 'istio/proxyv2'), node?.metadata.name),
        );
      }
    }
  };
}

/** What istio's control plane was rendered with, once it runs. */
function istioBase(pods: readonly Pod[]): string | undefined {
  const running = pods.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true,
  );
  return running.at(-1)?.spec?.containers[0]?.image?.split('@')[0];
}

function isGated({ metadata, spec }: Pod): boolean {
  const names = GATES.map(({ name }) => name);
  const isOurs = (spec?.schedulingGates ?? []).some(({ name }) => names.includes(name));
  return isOurs && metadata.deletionTimestamp === undefined;
}

function withSidecar({ metadata, spec }: Pod, image: string, nodeName: string | undefined): Draft {
  const { generateName = `${metadata.name}-`, namespace, labels, annotations, ownerReferences } = metadata;
  const template = spec ?? { containers: [] };
  const status = { containers: ['istio-proxy'], initContainers: ['istio-init'], revision: 'v1x12' };
  return {
    metadata: {
      generateName,
      namespace,
      labels,
      ownerReferences,
      annotations: { ...annotations, 'sidecar.istio.io/status': JSON.stringify(status) },
    },
    spec: {
      ...template,
      schedulingGates: undefined,
      nodeName,
      imagePullSecrets: [...(template.imagePullSecrets ?? []), { name: SIDECAR_SECRET }],
      initContainers: [
        ...(template.initContainers ?? []),
        { name: 'istio-init', image, command: ['/bin/true'], imagePullPolicy: 'IfNotPresent' },
      ],
      containers: [...template.containers, { name: 'istio-proxy', image, imagePullPolicy: 'IfNotPresent' }],
    },
  };
}
