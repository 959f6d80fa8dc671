/** The Deployment of Deckhouse itself. */
import { DEPLOYMENTS } from '../../objects/api-resources.ts';
import { estateObject } from '../../demo/estate/estate-object.ts';
import type { DeckhouseEstateOptions } from '../deckhouse-options.ts';
import { moduleImage } from '../image-table.ts';
import { LOG_COMMAND, LOG_MOUNT, LOG_VOLUME } from '../log/log-container.ts';
import { baseOf, checksumOf, versionOf, type RegistrySettings } from '../registry/registry-settings.ts';
import { DECKHOUSE, heritage } from './places.ts';

/** `image` is the one of container `deckhouse`, by tag. */
export function deckhouseDeployment(
  image: string,
  settings: RegistrySettings,
  { images, generation }: DeckhouseEstateOptions,
) {
  const base = baseOf(settings);
  const labels = { app: 'deckhouse' };
  const version = image.slice(image.lastIndexOf(':') + 1);
  const checksums = {
    'checksum/registry': checksumOf(settings),
    ...(generation !== 'copier' && { 'checksum/registry-version': versionOf(settings) }),
  };
  const done = { command: ['/bin/true'] };
  return estateObject(DEPLOYMENTS, {
    metadata: {
      ...DECKHOUSE,
      labels: { ...heritage('deckhouse'), ...labels },
      annotations: { 'core.deckhouse.io/version': version, 'core.deckhouse.io/edition': 'EE' },
    },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: checksums },
        spec: {
          imagePullSecrets: [{ name: 'deckhouse-registry' }],
          initContainers: [
            {
              name: 'init-downloaded-modules',
              image: moduleImage(base, images, 'deckhouse/initDownloadedModules'),
              ...done,
            },
          ],
          containers: [
            {
              name: 'deckhouse',
              image,
              imagePullPolicy: 'Always',
              command: LOG_COMMAND,
              volumeMounts: [LOG_MOUNT],
            },
            { name: 'kube-rbac-proxy', image: moduleImage(base, images, 'common/kubeRbacProxy') },
          ],
          volumes: [LOG_VOLUME],
        },
      },
    },
  });
}
