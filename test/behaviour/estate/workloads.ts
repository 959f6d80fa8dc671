/** The objects of the estate, namespace by namespace. */
import type { Buildable } from '../builders/buildable.ts';
import { cronJob } from '../builders/cron-job.ts';
import { gadget } from '../builders/custom-resource.ts';
import { daemonSet } from '../builders/daemon-set.ts';
import { deployment } from '../builders/deployment.ts';
import { job } from '../builders/job.ts';
import { pod } from '../builders/pod.ts';
import { replicaSet } from '../builders/replica-set.ts';
import { replicationController } from '../builders/replication-controller.ts';
import { statefulSet } from '../builders/stateful-set.ts';
import type { EstateImages } from './estate.ts';

/** The Secret of that name is in the template. */
export function shop(namespace: string, images: EstateImages): Buildable[] {
  const { web, webProxy, webMigrations, cart, report, newDatabase } = images;
  const pullSecrets = ['source-login'];
  return [
    deployment({
      namespace,
      name: 'web',
      replicas: 2,
      pullSecrets,
      initContainers: { migrations: webMigrations.reference },
      containers: { app: web.reference, proxy: webProxy.reference },
    }),
    deployment({
      namespace,
      name: 'cart',
      pullSecrets,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'cart', 'meta.helm.sh/release-namespace': namespace },
      containers: { app: cart.reference },
      container: { envFrom: [{ configMapRef: { name: 'settings', optional: true } }] },
    }),
    cronJob({ namespace, name: 'report', pullSecrets, containers: { app: report.reference } }),
    cronJob({ namespace, name: 'dump', pullSecrets, containers: { dump: newDatabase.reference } }),
    job({ namespace, name: 'import', pullSecrets, containers: { app: images.import.reference } }),
  ];
}

/** The default service account brings a login for this namespace's repositories only, another one a wildcard. */
export function data(namespace: string, images: EstateImages): Buildable[] {
  const { cache, queue } = images;
  return [
    database(namespace, images.database.reference),
    replicaSet({
      namespace,
      name: 'cache',
      serviceAccount: 'wildcard',
      containers: { cache: cache.reference },
    }),
    replicationController({ namespace, name: 'queue', containers: { queue: queue.reference } }),
  ];
}

/** With the new image its last pod cannot start, for lack of a login, and the StatefulSet waits for it for ever. */
export function database(namespace: string, image: string): Buildable {
  return statefulSet({ namespace, name: 'db', containers: { db: image } });
}

export function ops(
  namespace: string,
  images: EstateImages,
  { group, plainImage }: { readonly group: string; readonly plainImage: string },
): Buildable[] {
  const { agent, archive, models } = images;
  return [
    daemonSet({ namespace, name: 'agent', serviceAccount: 'agent', containers: { agent: agent.reference } }),
    gadget(group, { namespace, name: 'gizmo', image: images.gadget.reference }),
    deployment({
      namespace,
      name: 'archive',
      replicas: 0,
      pullSecrets: ['source-login'],
      // Gives the copy a login for the image that nothing of the gadget opens.
      initContainers: { gadget: images.gadget.reference },
      containers: { app: archive.reference },
      imageVolumes: { models: models.reference },
    }),
    deployment({ namespace, name: 'portal', containers: { app: plainImage } }),
  ];
}

export function legacy(namespace: string, images: EstateImages): Buildable[] {
  const { console: consoleImage, pinned } = images;
  return [
    pod({
      namespace,
      name: 'console',
      pullSecrets: ['console-login'],
      containers: { shell: consoleImage.reference },
    }),
    deployment({
      namespace,
      name: 'pinned',
      pullSecrets: ['console-login'],
      containers: { app: `${pinned.reference}@${pinned.digest}` },
    }),
  ];
}

/** It has no login at all, so its pod stands in ImagePullBackOff; another workload has one for the same image. */
export function billing(namespace: string, images: EstateImages): Buildable {
  return deployment({
    namespace,
    name: 'billing',
    pullPolicy: 'Always',
    containers: { app: images.cart.reference },
  });
}
