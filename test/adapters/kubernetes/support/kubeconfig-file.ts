import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Fields = Readonly<Record<string, unknown>>;

export interface KubeconfigFields {
  readonly clusters?: Readonly<Record<string, Fields>>;
  readonly users?: Readonly<Record<string, Fields>>;
  readonly contexts?: Readonly<Record<string, Fields>>;
  readonly currentContext?: string;
}

/** Writes a kubeconfig (JSON is YAML too) and returns its path. */
export function kubeconfigFile(folder: string, fields: KubeconfigFields, name = 'config'): string {
  const named = (kind: string, entries: Readonly<Record<string, Fields>> = {}) =>
    Object.entries(entries).map(([entry, content]) => ({ name: entry, [kind]: content }));
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('cluster', fields.clusters),
    users: named('user', fields.users),
    contexts: named('context', fields.contexts),
    'current-context': fields.currentContext,
  };
  writeFileSync(file, JSON.stringify(content, undefined, 2));
  return file;
}

/** A kubeconfig with one context. */
export function simpleKubeconfig(folder: string, cluster: Fields, user: Fields = {}): string {
  return kubeconfigFile(folder, {
    clusters: { c: cluster },
    users: { u: user },
    contexts: { x: { cluster: 'c', user: 'u' } },
    currentContext: 'x',
  });
}
