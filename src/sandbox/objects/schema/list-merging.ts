/**
 * How lists of built-in kinds are merged, by `Type.field`: the `x-kubernetes-list-map-keys` and
 * `x-kubernetes-patch-merge-key` of the OpenAPI description of Kubernetes 1.36. All other lists are one value.
 */
import type { ListSchema } from './schema.ts';

type Merging = Pick<ListSchema, 'merge' | 'patch'>;

/** Merged by one key, whichever patch it is. */
function by(key: string): Merging {
  return { merge: { keys: [key] }, patch: { key } };
}

const CONTAINER: Readonly<Record<string, Merging>> = {
  env: by('name'),
  ports: { merge: { keys: ['containerPort', 'protocol'] }, patch: { key: 'containerPort' } },
  volumeDevices: by('devicePath'),
  volumeMounts: by('mountPath'),
};

const FIELDS: Readonly<Record<string, Readonly<Record<string, Merging>>>> = {
  ObjectMeta: { finalizers: { merge: 'set', patch: {} }, ownerReferences: by('uid') },
  Container: CONTAINER,
  EphemeralContainer: CONTAINER,
  ContainerRestartRuleOnExitCodes: { values: { merge: 'set' } },
  ContainerStatus: { allocatedResourcesStatus: by('name'), volumeMounts: by('mountPath') },
  CustomResourceDefinitionStatus: { conditions: { merge: { keys: ['type'] } } },
  JobStatus: { conditions: { patch: { key: 'type' } } },
  JSONSchemaProps: { 'x-kubernetes-validations': by('rule') },
  NodeSpec: { podCIDRs: { merge: 'set', patch: {} } },
  NodeStatus: { addresses: by('type'), conditions: by('type') },
  PodFailurePolicyOnExitCodesRequirement: { values: { merge: 'set' } },
  PodSpec: {
    containers: by('name'),
    ephemeralContainers: by('name'),
    hostAliases: by('ip'),
    imagePullSecrets: by('name'),
    initContainers: by('name'),
    resourceClaims: { merge: { keys: ['name'] }, patch: { key: 'name', retainKeys: true } },
    schedulingGates: by('name'),
    topologySpreadConstraints: {
      merge: { keys: ['topologyKey', 'whenUnsatisfiable'] },
      patch: { key: 'topologyKey' },
    },
    volumes: { merge: { keys: ['name'] }, patch: { key: 'name', retainKeys: true } },
  },
  PodStatus: {
    conditions: by('type'),
    hostIPs: { patch: { key: 'ip' } },
    podIPs: by('ip'),
    resourceClaimStatuses: { merge: { keys: ['name'] }, patch: { key: 'name', retainKeys: true } },
  },
  ResourceRequirements: { claims: { merge: { keys: ['name'] } } },
  ResourceStatus: { resources: { merge: { keys: ['resourceID'] } } },
  ServiceAccount: { imagePullSecrets: {}, secrets: by('name') },
  ServiceSpec: { ports: { merge: { keys: ['port', 'protocol'] }, patch: { key: 'port' } } },
  UncountedTerminatedPods: { failed: { merge: 'set' }, succeeded: { merge: 'set' } },
};

const CONDITIONS = by('type');

/** How a list field of a type is merged. */
export function listMerging(type: string, field: string): Merging {
  const known = FIELDS[type]?.[field];
  if (known !== undefined) return known;
  return field === 'conditions' && type.endsWith('Status') ? CONDITIONS : {};
}

/** Types that server-side apply takes as one value, as their OpenAPI description says. */
export const ATOMIC_TYPES: ReadonlySet<string> = new Set([
  'ConfigMapKeySelector',
  'EndpointAddress',
  'EndpointPort',
  'FileKeySelector',
  'LabelSelector',
  'LocalObjectReference',
  'NodeSelector',
  'NodeSelectorTerm',
  'ObjectFieldSelector',
  'ObjectReference',
  'OwnerReference',
  'ResourceFieldSelector',
  'ScopeSelector',
  'SecretKeySelector',
  'TypedLocalObjectReference',
]);

/** Maps that server-side apply takes as one value. */
export const ATOMIC_MAPS: ReadonlySet<string> = new Set([
  'PodSpec.nodeSelector',
  'ReplicationControllerSpec.selector',
  'ServiceSpec.selector',
]);

/** Fields of the type Quantity, which the models show as text. */
export const QUANTITIES: ReadonlySet<string> = new Set([
  'ContainerStatus.allocatedResources',
  'EmptyDirVolumeSource.sizeLimit',
  'HPAScalingRules.tolerance',
  'MetricTarget.averageValue',
  'MetricTarget.value',
  'MetricValueStatus.averageValue',
  'MetricValueStatus.value',
  'NodeStatus.allocatable',
  'NodeStatus.capacity',
  'PodSpec.overhead',
  'PodStatus.allocatedResources',
  'ResourceFieldSelector.divisor',
  'ResourceQuotaSpec.hard',
  'ResourceQuotaStatus.hard',
  'ResourceQuotaStatus.used',
  'ResourceRequirements.limits',
  'ResourceRequirements.requests',
  'VolumeResourceRequirements.limits',
  'VolumeResourceRequirements.requests',
]);
