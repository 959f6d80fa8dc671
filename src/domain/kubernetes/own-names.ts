/** Names of the objects that the tool keeps in the cluster: permissions can be limited to them. */

/** Job of a copy, and its first Secret; further Secrets are `<name>-1`, `<name>-2`, ... */
export const COPY_NAME = 'registry-switch-copy';

/** ConfigMap that remembers where custom resources name images. */
export const IMAGE_PATHS_NAME = 'registry-switch-image-paths';

/** ConfigMap that remembers which runs are finished. */
export const FINISHED_NAME = 'registry-switch-finished';

/** What finished runs moved away from, when their journals are gone. */
export const MOVED_NAME = 'registry-switch-moved';

/** Name of the Secret that keeps what another one held. */
export function backupName(name: string): string {
  return `${name}-before-registry-switch`;
}

/** Lease that keeps two operators apart. */
export const LEASE_NAME = 'registry-switch';

/**
 * Namespace of the Lease for what belongs to no namespace, whatever the home of a run: it is always there, and Events
 * of cluster-scoped objects lie in it too. In `kube-system` the right to create Leases would reach the control plane's.
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

/** As whom the tool writes: `metadata.managedFields` show it. */
export const FIELD_MANAGER = 'kubectl-registry-switch';
