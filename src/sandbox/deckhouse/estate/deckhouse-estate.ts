/** The objects of a cluster that Deckhouse manages, in an order in which they can be created. */
import { CONFIG_MAPS, DEPLOYMENTS, NAMESPACES, SECRETS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import type { DeckhouseApplication, DeckhouseEstateOptions } from '../deckhouse-options.ts';
import { bashibleChecksums, NODE_GROUP_NAMES } from '../bashible/bashible-checksums.ts';
import { GATES } from '../istio/gates.ts';
import { baseOf, checksumOf, initialSettings, type RegistrySettings } from '../registry/registry-settings.ts';
import { MODULE_DEFINITIONS, moduleEstate } from '../module/module-estate.ts';
import { MODULE_V2_DEFINITIONS, moduleV2Estate } from '../module-v2/module-v2-estate.ts';
import { definitionOf, MODULE_SOURCES, NODE_GROUPS } from '../resources.ts';
import { deckhouseDeployment } from './deckhouse-deployment.ts';
import { heritage, PLATFORM_NAMESPACES, REGISTRY_SECRET, SYSTEM } from './places.ts';
import { platformWorkloads } from './platform-workloads.ts';
import { base64 } from '../base64.ts';
import { registryCopies } from './registry-copies.ts';

/** Nodes are not among them: `startDeckhouse` labels those that are there. */
export function deckhouseEstate({
  generation,
  images,
  applications = [],
}: DeckhouseEstateOptions): readonly EstateObject[] {
  const settings = initialSettings(images);
  const base = baseOf(settings);
  const namespaces = [...new Set(applications.map(({ namespace }) => namespace))];
  return [
    ...[NODE_GROUPS, MODULE_SOURCES].map(definitionOf),
    ...(generation === 'module' ? MODULE_DEFINITIONS : []),
    ...(generation === 'module-v2' ? MODULE_V2_DEFINITIONS : []),
    ...PLATFORM_NAMESPACES.map((name) =>
      estateObject(NAMESPACES, { metadata: { name, labels: { heritage: 'deckhouse' } } }),
    ),
    ...namespaces.map((name) =>
      estateObject(NAMESPACES, { metadata: { name, labels: { 'istio-injection': 'enabled' } } }),
    ),
    registrySecret(settings),
    ...registryCopies(settings, namespaces),
    estateObject(CONFIG_MAPS, {
      metadata: { namespace: SYSTEM, name: 'd8-deckhouse-version-info', labels: heritage('deckhouse') },
      data: { 'data.json': JSON.stringify({ channel: 'Stable', version: images.tag, edition: 'EE' }) },
    }),
    ...NODE_GROUP_NAMES.map((name) =>
      estateObject(NODE_GROUPS, {
        metadata: { name },
        spec: {
          nodeType: 'Static',
          update: { maxConcurrent: 1 },
        },
      }),
    ),
    bashibleChecksums(checksumOf(settings)),
    ...(generation === 'module' ? moduleEstate() : []),
    ...(generation === 'module-v2' ? moduleV2Estate() : []),
    ...platformWorkloads(base, images),
    deckhouseDeployment(`${base}:${images.tag}`, settings, { images, generation }),
    ...applications.map(application),
  ];
}

function registrySecret(settings: RegistrySettings): EstateObject {
  const own = { clusterIsBootstrapped: '"true"', imagesRegistry: baseOf(settings) };
  const data = Object.entries({ ...settings, ...own }).map(([key, value]) => [key, base64(value)]);
  const { name } = REGISTRY_SECRET;
  return estateObject(SECRETS, {
    metadata: {
      ...REGISTRY_SECRET,
      labels: { ...heritage('deckhouse'), app: 'registry', name },
      annotations: { 'helm.sh/resource-policy': 'keep' },
    },
    type: 'kubernetes.io/dockerconfigjson',
    data: Object.fromEntries(data) as Record<string, string>,
  });
}

function application({ namespace, name, image }: DeckhouseApplication): EstateObject {
  const labels = { app: name };
  return estateObject(DEPLOYMENTS, {
    metadata: { namespace, name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { schedulingGates: GATES, containers: [{ name, image }] } },
    },
  });
}
