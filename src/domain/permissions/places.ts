/** Where permissions are needed, from the extent of a command. */
import { backupName, COPY_NAME, IMAGE_PATHS_NAME, LEASE_NAME } from '../kubernetes/own-names.ts';
import { type Resource, resourceName } from '../kubernetes/resource.ts';
import { type WorkloadKind, WORKLOAD_KINDS } from '../workload-kinds/workload-kinds.ts';
import type { Extent, SecretPlace } from './extent.ts';
import { writtenNamespaces } from './written-namespaces.ts';

export interface PermissionPlace {
  /** Absent: all namespaces, or a cluster-scoped resource. */
  readonly namespace?: string;
  /** Absent: any name. */
  readonly name?: string;
}

export type Place =
  | 'cluster'
  | 'scope'
  | 'changed'
  | 'moving'
  | 'restarted'
  | 'evicted'
  | 'pull-secret'
  | 'registry-secret'
  | 'backup'
  | 'login-secret'
  | 'copy'
  | 'copy-job'
  | 'running-copy-job'
  | 'memory'
  | 'new-memory'
  | 'lease'
  | 'scope-lease'
  | 'journal'
  | 'journals'
  | 'state-namespace'
  | 'new-state-namespace';

type Find = (extent: Extent, resource: Resource) => readonly PermissionPlace[];

/** Kinds whose pods the tool replaces, since their controller does not. */
const EVICTED = resourcesOf(({ podReplacement }) => podReplacement === 'tool');

/** Plus kinds whose stuck pods the tool replaces. */
const RESTARTED = [...resourcesOf((kind) => kind.waitsForStuckPods === true), ...EVICTED];

function resourcesOf(isMeant: (kind: WorkloadKind) => boolean): Resource[] {
  return WORKLOAD_KINDS.filter(isMeant).map(({ resource }) => resource);
}

export const PLACES: Readonly<Record<Place, Find>> = {
  /** The whole cluster. */
  cluster: () => [{}],
  /** Every namespace to read. */
  scope: (extent, resource) => (resource.namespaced ? scope(extent) : [{}]),
  /** Where objects of this kind change. */
  changed: (extent, resource) => changed(extent, [resource]),
  /** Where anything changes. */
  moving: (extent) => changed(extent, undefined),
  /** Where pods have to be deleted for their controller to follow a change. */
  restarted: (extent) => changed(extent, RESTARTED),
  evicted: (extent) => changed(extent, EVICTED),
  'pull-secret': (extent) => extent.pullSecrets.flatMap((secret) => secretSpots(extent, secret)),
  'registry-secret': ({ registrySecrets }) => registrySecrets,
  backup: ({ registrySecrets }) =>
    registrySecrets.map(({ name, ...place }) => ({ ...place, name: backupName(name) })),
  'login-secret': ({ loginSecrets }) => loginSecrets,
  /** The copy namespace, when there is anything to copy. */
  copy: (extent) => (extent.copies ? [inStateNamespace(extent)] : []),
  'copy-job': (extent) => [{ ...inStateNamespace(extent), name: COPY_NAME }],
  'running-copy-job': (extent) => (extent.copies ? [{ ...inStateNamespace(extent), name: COPY_NAME }] : []),
  /** Stored custom resource paths. */
  memory: (extent) => [{ ...inStateNamespace(extent), name: IMAGE_PATHS_NAME }],
  'new-memory': (extent) =>
    remembers(extent) ? [{ ...inStateNamespace(extent), name: IMAGE_PATHS_NAME }] : [],
  /** Leases in every namespace that is written to. */
  lease: (extent) => {
    const own = hasWork(extent) ? [inStateNamespace(extent)] : [];
    const others = extent.changes === undefined ? scope(extent) : [];
    const written = writtenNamespaces(extent).map((namespace) => ({ namespace }));
    const spots = new Map([...own, ...others, ...written].map((target) => [target.namespace, target]));
    return [...spots.values()].map((spot) => ({ ...spot, name: LEASE_NAME }));
  },
  /** Any namespace in scope, since stuck pods are not known in advance. */
  'scope-lease': (extent) => scope(extent).map((spot) => ({ ...spot, name: LEASE_NAME })),
  /** Reading journals of other runs. */
  journals: (extent) => [inStateNamespace(extent)],
  /** Writing journals, whose names are not known in advance. */
  journal: (extent) => (hasWork(extent) ? [inStateNamespace(extent)] : []),
  /** The copy namespace itself, if needed. */
  'state-namespace': (extent) =>
    hasWork(extent) ? [{ ...inStateNamespace(extent), name: extent.stateNamespace.name }] : [],
  'new-state-namespace': (extent) => (extent.stateNamespace.missing && hasWork(extent) ? [{}] : []),
};

function scope({ namespaces }: Extent): readonly PermissionPlace[] {
  return namespaces === undefined ? [{}] : namespaces.map((namespace) => ({ namespace }));
}

/** For the given kinds, or for all. */
function changed(extent: Extent, kinds: readonly Resource[] | undefined): readonly PermissionPlace[] {
  if (extent.changes === undefined) {
    return kinds?.every(({ namespaced }) => !namespaced) === true ? [{}] : scope(extent);
  }
  const names = kinds === undefined ? undefined : new Set(kinds.map(resourceName));
  const found = extent.changes.filter(({ resource }) => names?.has(resourceName(resource)) ?? true);
  return [...new Set(found.map(({ namespace }) => namespace))].map((namespace) =>
    namespace === undefined ? {} : { namespace },
  );
}

function secretSpots(extent: Extent, secret: SecretPlace): readonly PermissionPlace[] {
  return secret.namespace === undefined
    ? scope(extent).map((spot) => ({ ...spot, name: secret.name }))
    : [secret];
}

function inStateNamespace({ stateNamespace }: Extent): { readonly namespace: string } {
  return { namespace: stateNamespace.name };
}

function hasWork({ copies, changes }: Extent): boolean {
  return copies || changes?.length !== 0;
}

/** Whether custom resource paths have to be stored. */
function remembers({ custom, changes }: Extent): boolean {
  return custom.length > 0 && changes?.length !== 0;
}
