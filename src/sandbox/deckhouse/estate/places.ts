/** Where Deckhouse has its objects. */
export const SYSTEM = 'd8-system';
export const NODE_MANAGER = 'd8-cloud-instance-manager';
export const ISTIO = 'd8-istio';
export const MONITORING = 'd8-monitoring';
export const CNI = 'd8-cni';

export const PLATFORM_NAMESPACES: readonly string[] = [SYSTEM, NODE_MANAGER, ISTIO, MONITORING, CNI];

export const REGISTRY_SECRET = { namespace: SYSTEM, name: 'deckhouse-registry' };
export const DECKHOUSE = { namespace: SYSTEM, name: 'deckhouse' };
export const CHECKSUMS = { namespace: NODE_MANAGER, name: 'configuration-checksums' };
export const SIDECAR_SECRET = 'd8-istio-sidecar-registry';

export function heritage(module: string): Record<string, string> {
  return { heritage: 'deckhouse', module };
}
