/** A holder of a lease. */
export interface Holder {
  /** Random, unique per process. */
  readonly identity: string;
  /** For display: `me@laptop, run 20261121-091733-k3x9`. */
  readonly name: string;
  /** Id of the run that it executes. */
  readonly run?: string | undefined;
  /** A marker that shows on the same machine whether its process is alive. */
  readonly process?: string | undefined;
  /** Namespace of its journal: a takeover of its lease there takes over all its leases. */
  readonly stateNamespace?: string | undefined;
  /** On the lease of the state namespace: the other namespaces it may write to; absent: none, or too many. */
  readonly reach?: readonly string[] | undefined;
}
