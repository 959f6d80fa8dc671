/** The custom resources of Deckhouse, as far as the stand-in has them: their schemas keep whatever is written. */
import { CUSTOM_RESOURCE_DEFINITIONS } from '../objects/api-resources.ts';
import type { ApiResource } from '../objects/api-resource.ts';
import type { RegistryV2Settings } from './module-v2/upstream.ts';
import type { RegistrySettingsOfModule } from './module/registry-params.ts';
import { estateObject, type EstateObject } from '../demo/estate/estate-object.ts';

const SCHEMA = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function clusterScoped<Type>(version: string, kind: string, shortName: string): ApiResource<Type> {
  const singular = kind.toLowerCase();
  const names = { kind, singular, plural: `${singular}s`, shortNames: [shortName] };
  return {
    group: 'deckhouse.io',
    version,
    namespaced: false,
    hasStatus: true,
    openApiSchema: SCHEMA,
    ...names,
  };
}

interface NodeGroup {
  readonly spec?: { readonly nodeType: string; readonly update?: { readonly maxConcurrent?: number } };
}

export const NODE_GROUPS = clusterScoped<NodeGroup>('v1', 'NodeGroup', 'ng');
export const MODULE_SOURCES = clusterScoped<object>('v1alpha1', 'ModuleSource', 'ms');

interface ModuleConfig {
  readonly spec: {
    readonly version: number;
    readonly enabled?: boolean;
    readonly settings?: RegistryV2Settings & {
      readonly releaseChannel?: string;
      readonly registry?: RegistrySettingsOfModule;
    };
  };
}

export interface RegistryConfig {
  readonly spec: RegistryV2Settings;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly effectiveUpstream?: object;
    readonly effectiveUpstreamAuthDigest?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
    }[];
  };
}

interface RegistryNode {
  readonly spec: object;
  readonly status?: { readonly observedGeneration?: number; readonly reconciled?: boolean };
}

export const REGISTRY_CONFIGS = clusterScoped<RegistryConfig>('v1alpha1', 'RegistryConfig', 'rcfg');
export const REGISTRY_NODES = clusterScoped<RegistryNode>('v1alpha1', 'RegistryNode', 'rnode');
export const MODULE_CONFIGS = clusterScoped<ModuleConfig>('v1alpha1', 'ModuleConfig', 'mc');
export const MODULES = clusterScoped<object>('v1alpha1', 'Module', 'module');

export function definitionOf({
  group,
  version,
  kind,
  plural,
  singular,
  shortNames,
}: ApiResource): EstateObject {
  const schema = { openAPIV3Schema: SCHEMA };
  return estateObject(CUSTOM_RESOURCE_DEFINITIONS, {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Cluster',
      names: { kind, plural, singular, listKind: `${kind}List`, ...(shortNames && { shortNames }) },
      versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }],
    },
  });
}
