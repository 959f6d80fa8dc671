/** A named cluster, user or context as written; its fields are checked only when it is used. */
export interface KubeconfigEntry {
  readonly name: string;
  /** The file that it comes from: its relative paths start at that file's folder. */
  readonly file: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One kubeconfig file, or several merged. */
export interface Kubeconfig {
  readonly currentContext: string | undefined;
  readonly clusters: readonly KubeconfigEntry[];
  readonly users: readonly KubeconfigEntry[];
  readonly contexts: readonly KubeconfigEntry[];
}
