/** Names of the tool's objects in the cluster, so that permissions can be limited to them. */

/** Job of a copy, and its first Secret; further Secrets are `<name>-1`, `<name>-2`, ... */
export const COPY_NAME = 'registry-switch-copy';

/** ConfigMap that stores custom resource paths. */
export const IMAGE_PATHS_NAME = 'registry-switch-image-paths';

/** ConfigMap that stores which runs are finished. */
export const FINISHED_NAME = 'registry-switch-finished';

/** ConfigMap that stores the sources of runs whose journals were removed. */
export const MOVED_NAME = 'registry-switch-moved';

/** Name of the backup of a Secret. */
export function backupName(name: string): string {
  return `${name}-before-registry-switch`;
}

/** Lease that keeps two operators apart. */
export const LEASE_NAME = 'registry-switch';

/**
 * Namespace of the Lease for cluster-scoped objects, for every state namespace: it always exists, and has the Events
 * of cluster-scoped objects too. In `kube-system` permission to create Leases would include those of the control
 * plane.
 */
const CLUSTER_SCOPED = 'default';

/** The namespace whose Lease has to be held before an object is written. */
export function leaseNamespaceOf({ namespace }: { readonly namespace?: string | undefined }): string {
  return namespace ?? CLUSTER_SCOPED;
}

/** ConfigMap that holds the journal of a run. */
export function runConfigMapName(id: string): string {
  return `registry-switch-run-${id}`;
}

/** The tool's field manager in `metadata.managedFields`. */
export const FIELD_MANAGER = 'kubectl-registry-switch';
