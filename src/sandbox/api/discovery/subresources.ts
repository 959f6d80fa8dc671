import { resourceName, type ApiResource } from '../../objects/api-resource.ts';

/** What is served below an object. */
export interface Subresource {
  readonly name: string;
  readonly kind: string;
  /** Absent: group and version of the resource. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

const CHANGE = ['get', 'patch', 'update'];
const SCALE: Subresource = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: CHANGE,
};

/** By `plural.group`; `status` comes on top. */
const OWN: Readonly<Record<string, readonly Subresource[]>> = {
  pods: [
    ...['attach', 'exec', 'portforward'].map((name) => ({
      name,
      kind:
        name === 'portforward' ? 'PodPortForwardOptions' : `Pod${name === 'exec' ? 'Exec' : 'Attach'}Options`,
      verbs: ['create', 'get'],
    })),
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
  ],
  serviceaccounts: [
    { name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
  ],
  namespaces: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  replicationcontrollers: [SCALE],
  'deployments.apps': [SCALE],
  'replicasets.apps': [SCALE],
  'statefulsets.apps': [SCALE],
};

/** By name. */
export function subresourcesOf(resource: ApiResource): readonly Subresource[] {
  const status = resource.hasStatus ? [{ name: 'status', kind: resource.kind, verbs: CHANGE }] : [];
  return [...(OWN[resourceName(resource)] ?? []), ...status];
}

/** In the order in which the API server has them, which is another one for custom resources. */
const CUSTOM_VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export function verbsOf(resource: ApiResource): readonly string[] {
  if (resource.openApiSchema !== undefined) return CUSTOM_VERBS;
  return resourceName(resource) === 'namespaces'
    ? VERBS.filter((verb) => verb !== 'deletecollection')
    : VERBS;
}
