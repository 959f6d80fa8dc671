import path from 'node:path';
import { registryCa } from './certificates.ts';
import type { ClusterFolder } from './cluster-folder.ts';
import { helmVariables } from './helm.ts';
import { COPIER_IMAGE, HARBOR, NODES, PLAIN, SOURCE, TARGET, type RegistryLayout } from './layout.ts';
import { onNode } from './node.ts';
import { robotRegistryLog } from './registries.ts';

/**
 * What a command that works with a cluster gets to know of it, the only thing that the tests depend on.
 * Set the same variables by hand to run the tests against any other cluster.
 */
export function clusterEnvironment(cluster: ClusterFolder, binaries: string): NodeJS.ProcessEnv {
  return {
    ...withoutProxies(process.env),
    PATH: [binaries, process.env.PATH].join(path.delimiter),
    ...helmVariables(),
    CLUSTER_KUBECONFIG: cluster.kubeconfig,
    ...registryVariables('CLUSTER_SOURCE', SOURCE, cluster),
    ...registryVariables('CLUSTER_TARGET', TARGET, cluster),
    ...registryVariables('CLUSTER_HARBOR', HARBOR, cluster),
    CLUSTER_HARBOR_USERS: robotRegistryLog(cluster),
    CLUSTER_NODE_COMMANDS: JSON.stringify(NODES.map((node) => onNode(cluster, node))),
    CLUSTER_PLAIN_REGISTRY: PLAIN.host,
    CLUSTER_COPIER_IMAGE: COPIER_IMAGE,
    CLUSTER_NODES: NODES.map((node) => node.name).join(','),
  };
}

function registryVariables(
  prefix: string,
  registry: RegistryLayout,
  cluster: ClusterFolder,
): NodeJS.ProcessEnv {
  return {
    [`${prefix}_REGISTRY`]: registry.host,
    [`${prefix}_USERNAME`]: registry.credentials?.username,
    [`${prefix}_PASSWORD`]: registry.credentials?.password,
    ...(registry.puller && {
      [`${prefix}_PULL_USERNAME`]: registry.puller.username,
      [`${prefix}_PULL_PASSWORD`]: registry.puller.password,
    }),
    [`${prefix}_CA`]: registryCa(cluster.certificates, registry.name),
  };
}

/** No proxy of the user's can be reached from the cluster's network. */
function withoutProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/_proxy$/i.test(name)));
}
