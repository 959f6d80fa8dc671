/** Deployment `registry-incluster-proxy`, which serves the upstream within the cluster (mode Direct). */
import { DEPLOYMENTS, SERVICES } from '../../objects/api-resources.ts';
import { estateObject } from '../../demo/estate/estate-object.ts';
import { copyDeckhouseImages } from '../copier/copy-images.ts';
import { authoritiesOf } from '../authorities.ts';
import { heritage, SYSTEM } from '../estate/places.ts';
import { moduleImage } from '../image-table.ts';
import { applyObject } from '../kube/apply-object.ts';
import type { StandIn } from '../stand-in.ts';
import type { RegistryParams } from './registry-params.ts';

/** Under which pods name it. */
export const IN_CLUSTER = { address: 'registry.d8-system.svc:5001', path: '/system/deckhouse' };

export const IN_CLUSTER_PROXY = { namespace: SYSTEM, name: 'registry-incluster-proxy' };

const LABELS = { component: 'registry-service', type: 'incluster-proxy' };

/** `base`: where its own image is. */
export async function deployInClusterProxy(
  { kube, options }: StandIn,
  base: string,
  version: string,
): Promise<void> {
  const { name, namespace } = IN_CLUSTER_PROXY;
  const image = moduleImage(base, options.images, 'registry/inClusterProxy');
  const annotations = { 'registry.deckhouse.io/version': version };
  const labels = { ...heritage('registry'), app: name };
  await applyObject(
    kube,
    estateObject(DEPLOYMENTS, {
      metadata: { ...IN_CLUSTER_PROXY, labels },
      spec: {
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS, annotations },
          spec: {
            imagePullSecrets: [{ name: 'deckhouse-registry' }],
            containers: [{ name: 'proxy', image }],
          },
        },
      },
    }),
  );
  await applyObject(
    kube,
    estateObject(SERVICES, {
      metadata: { namespace, name: 'registry', labels: heritage('registry') },
      spec: { clusterIP: 'None', selector: LABELS, ports: [{ name: 'https', port: 5001 }] },
    }),
  );
}

/** What is still to be waited for. */
export async function inClusterProxyMessage({ kube }: StandIn): Promise<string | undefined> {
  const deployment = await kube.get(DEPLOYMENTS, IN_CLUSTER_PROXY);
  if (deployment === undefined) return 'Deploying incluster-proxy...';
  const { observedGeneration, updatedReplicas = 0, availableReplicas = 0 } = deployment.status ?? {};
  const isCurrent = observedGeneration === deployment.metadata.generation && updatedReplicas > 0;
  if (isCurrent && availableReplicas > 0) return undefined;
  return 'Incluster-proxy deploying in progress: waiting for replicas.';
}

/** Containers here are no proxies: what it would serve is copied to its path in the upstream registry itself. */
export async function serveFromUpstream(
  { options, signal }: StandIn,
  { imagesRepo = '', scheme = 'HTTPS', ca, username = '', password = '' }: RegistryParams,
): Promise<void> {
  const { images, network = { addressOf: () => undefined } } = options;
  const [host = ''] = imagesRepo.split('/');
  const login = { username, password };
  const authorities = new Map(authoritiesOf(options));
  if (ca !== undefined) authorities.set(host, ca);
  await copyDeckhouseImages({
    source: { ...login, insecure: false, image: `${imagesRepo}:${images.tag}` },
    sourceScheme: scheme.toLowerCase(),
    destination: { ...login, insecure: scheme === 'HTTP', image: `${host}${IN_CLUSTER.path}:${images.tag}` },
    tags: images.modules.map(({ tag }) => tag),
    network,
    authorities,
    signal,
  });
}
