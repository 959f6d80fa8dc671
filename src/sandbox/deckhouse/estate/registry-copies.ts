/** What Deckhouse makes of the Secret `deckhouse-registry` in other places. */
import { SECRETS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import { base64 } from '../base64.ts';
import { baseOf, type RegistrySettings } from '../registry/registry-settings.ts';
import { MODULE_SOURCES } from '../resources.ts';
import { heritage, PLATFORM_NAMESPACES, REGISTRY_SECRET, SIDECAR_SECRET, SYSTEM } from './places.ts';

/** `applications`: namespaces whose pods get a sidecar. */
export function registryCopies(
  settings: RegistrySettings,
  applications: readonly string[],
): readonly EstateObject[] {
  const copy = (namespace: string, name: string, module: string) =>
    estateObject(SECRETS, {
      metadata: { namespace, name, labels: heritage(module) },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': base64(settings['.dockerconfigjson'] ?? '') },
    });
  const own = [...PLATFORM_NAMESPACES.filter((namespace) => namespace !== SYSTEM), 'kube-system'];
  return [
    ...own.map((namespace) => copy(namespace, REGISTRY_SECRET.name, 'deckhouse')),
    ...applications.map((namespace) => copy(namespace, SIDECAR_SECRET, 'istio')),
    moduleSource(settings),
  ];
}

function moduleSource(settings: RegistrySettings): EstateObject {
  const { '.dockerconfigjson': dockerConfig = '', ca = '', scheme = 'https' } = settings;
  return estateObject(MODULE_SOURCES, {
    metadata: { name: 'deckhouse', labels: heritage('deckhouse') },
    spec: {
      registry: {
        repo: `${baseOf(settings)}/modules`,
        dockerCfg: base64(dockerConfig),
        ca,
        scheme: scheme.toUpperCase(),
      },
    },
  });
}
