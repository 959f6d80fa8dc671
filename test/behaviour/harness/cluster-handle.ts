/** The cluster that the tests work with: all they know of it comes from the environment (see test/cluster). */
import { readFileSync } from 'node:fs';
import type { Registry } from '../../support/registry-http.ts';

/** A registry that asks for a login and has a certificate of a private authority. */
export interface PrivateRegistry extends Registry {
  readonly username: string;
  readonly password: string;
  readonly ca: string;
  /** Where `ca` was read from. */
  readonly caFile: string;
}

export interface ClusterHandle {
  /** A kubeconfig file of somebody who may do everything. */
  readonly kubeconfig: string;
  readonly source: PrivateRegistry;
  readonly target: PrivateRegistry;
  /** Open to all, over plain HTTP; nothing is moved away from it. */
  readonly plain: Registry;
  /** Image of the copy engine, in a registry that every node reaches. */
  readonly copierImage: string;
  readonly nodes: readonly string[];
}

/** Throws when a variable is missing. */
export function clusterFromEnvironment(environment: NodeJS.ProcessEnv = process.env): ClusterHandle {
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined)
      throw new Error(`${name} is not set: run the tests with \`npm run test:cluster\``);
    return value;
  };
  const registry = (prefix: string): PrivateRegistry => ({
    host: read(`${prefix}_REGISTRY`),
    username: read(`${prefix}_USERNAME`),
    password: read(`${prefix}_PASSWORD`),
    caFile: read(`${prefix}_CA`),
    ca: readFileSync(read(`${prefix}_CA`), 'utf8'),
  });
  return {
    kubeconfig: read('CLUSTER_KUBECONFIG'),
    source: registry('CLUSTER_SOURCE'),
    target: registry('CLUSTER_TARGET'),
    plain: { host: read('CLUSTER_PLAIN_REGISTRY'), plainHttp: true },
    copierImage: read('CLUSTER_COPIER_IMAGE'),
    nodes: read('CLUSTER_NODES').split(','),
  };
}
