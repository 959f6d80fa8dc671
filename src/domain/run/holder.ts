/** Who holds a lease, or wants to. */
export interface Holder {
  /** Random, so that no two processes are ever the same holder. */
  readonly identity: string;
  /** For people: `me@laptop, run 20261121-091733-k3x9`. */
  readonly name: string;
  /** Id of the run that it carries out. */
  readonly run?: string | undefined;
  /** What tells on the same machine whether its process still lives. */
  readonly process?: string | undefined;
  /** Namespace of its journal: whoever takes over there has taken over all of it. */
  readonly stateNamespace?: string | undefined;
  /** Of the lease of a home: the other namespaces that it was about to write to; absent: none, or too many. */
  readonly reach?: readonly string[] | undefined;
}
