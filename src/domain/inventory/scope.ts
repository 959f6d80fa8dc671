/** The part of a cluster that a command covers. */
import type { ListQuery } from '../ports/cluster.ts';

export interface Scope {
  /** Namespace globs to include; empty: all. */
  readonly namespaces: readonly string[];
  /** Namespace globs to exclude; takes precedence over `namespaces`. */
  readonly excludeNamespaces: readonly string[];
  /** Selects workloads (and pods without owner) by label. */
  readonly labelSelector?: string;
}

/** Whether a namespace is in scope; cluster-scoped objects always are. */
export function inScope(scope: Scope, namespace: string | undefined): boolean {
  if (namespace === undefined) return true;
  if (scope.excludeNamespaces.some((glob) => matchesGlob(glob, namespace))) return false;
  return scope.namespaces.length === 0 || scope.namespaces.some((glob) => matchesGlob(glob, namespace));
}

/** Whether the scope is the whole cluster. */
export function isEverything({ namespaces, excludeNamespaces, labelSelector }: Scope): boolean {
  return [...namespaces, ...excludeNamespaces].length === 0 && labelSelector === undefined;
}

/** List queries that cover a scope: one per namespace if named exactly, otherwise one for all. */
export function listQueries(scope: Scope): ListQuery[] {
  const exact = scope.namespaces.length > 0 && scope.namespaces.every((name) => !isPattern(name));
  return exact ? [...new Set(scope.namespaces)].map((namespace) => ({ namespace })) : [{}];
}

export function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

/** Shell-like matching: `*` is any run of characters, `?` any one. */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(text);
}
