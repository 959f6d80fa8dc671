/** What Deckhouse renders besides itself: one workload of each kind, and istio's control plane. */
import { DAEMON_SETS, DEPLOYMENTS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import type { DeckhouseImages } from '../deckhouse-options.ts';
import { moduleImage } from '../image-table.ts';
import { CNI, heritage, ISTIO, MONITORING } from './places.ts';

export function platformWorkloads(base: string, images: DeckhouseImages): readonly EstateObject[] {
  const proxy = { name: 'kube-rbac-proxy', image: moduleImage(base, images, 'common/kubeRbacProxy') };
  const spec = (name: string, image: string, more: Readonly<Record<string, string>> = {}) => ({
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, ...more } },
      spec: {
        imagePullSecrets: [{ name: 'deckhouse-registry' }],
        containers: [{ name, image: moduleImage(base, images, image) }, proxy],
      },
    },
  });
  const metadata = (namespace: string, name: string, module: string) => ({
    namespace,
    name,
    labels: { ...heritage(module), app: name },
  });
  return [
    estateObject(DEPLOYMENTS, {
      metadata: metadata(MONITORING, 'prometheus', 'prometheus'),
      spec: spec('prometheus', 'monitoring/prometheus'),
    }),
    estateObject(DAEMON_SETS, {
      metadata: metadata(CNI, 'agent', 'cni-cilium'),
      spec: spec('agent', 'cniCilium/agent'),
    }),
    estateObject(DEPLOYMENTS, {
      metadata: metadata(ISTIO, 'istiod', 'istio'),
      spec: spec('istiod', 'istio/pilot', { 'istio.io/rev': 'v1x12' }),
    }),
  ];
}
