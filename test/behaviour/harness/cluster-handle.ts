/** A cluster that the tests work with, and what differs between the real one and the sandbox. */
import { readFileSync } from 'node:fs';
import type { RegistryFault, RegistryRequest, RepositoryRules } from '../../../src/sandbox/index.ts';
import { runCommand } from '../../cluster/run-command.ts';
import { busyboxLayer } from '../../support/image-layers.ts';
import type { Registry } from '../../support/registry-http.ts';

/** A registry that asks for a login and has a certificate of a private authority. */
export interface PrivateRegistry extends Registry {
  readonly username: string;
  readonly password: string;
  readonly ca: string;
  /** Where `ca` was read from. */
  readonly caFile: string;
}

/** Where images are moved to. */
export interface TargetRegistry extends PrivateRegistry {
  /** The user for pods. */
  readonly puller: Pick<PrivateRegistry, 'username' | 'password'>;
}

export interface ClusterHandle {
  /** A kubeconfig file of somebody who may do everything. */
  readonly kubeconfig: string;
  readonly source: PrivateRegistry;
  readonly target: TargetRegistry;
  /** Another place to move images to and from, with a robot account a project: see `test/support/harbor.ts`. */
  readonly harbor: PrivateRegistry;
  /** Open to all, over plain HTTP; nothing is moved away from it. */
  readonly plain: Registry;
  /** Image of the copy engine, in a registry that every node reaches. */
  readonly copierImage: string;
  readonly nodes: readonly string[];
  /** What makes an image runnable there: a lower layer with a shell, or `undefined` where nothing is needed. */
  readonly baseLayer: Buffer | undefined;
  /** Parts of command lines that a running copy Job shows among the processes of this machine. */
  readonly copyProcesses: readonly string[];
  /** As which host the cluster reaches a port of this process; `undefined` when it does not. */
  readonly reachedAs: (name: string, port: number) => string | undefined;
  /** Removes from all nodes the images whose names say this: what is to run of them has to be pulled again. */
  readonly dropImages: (part: string) => Promise<void>;
  /** Ends it, where it was started for the tests. */
  readonly stop: () => Promise<void>;
  /** Lets no Job be created in a namespace; absent: policies can be made by the API. */
  readonly refuseJobs?: (namespace: string, message: string) => void;
  /** Names of the users whose logins a registry was sent so far, right or wrong; absent: nobody can see that. */
  readonly usersSeen?: (registry: RegistryName) => Promise<readonly string[]>;
  /** Lets the registries do wrong in the repositories under a prefix; absent: they cannot. */
  readonly setRegistryFaults?: (prefix: string, hook: RegistryFaults) => void;
  /** Has the target hide what is missing, or hold on to its tags; absent: it is a registry of the distribution project. */
  readonly setTargetManners?: TargetManners;
}

/** How the target treats the repositories under a prefix. */
export type TargetManners = (prefix: string, manners: RepositoryRules) => void;

export type RegistryName = 'source' | 'target' | 'harbor' | 'plain';

/** Asked before every request to a registry is answered; `undefined`: nothing goes wrong. */
export type RegistryFaults = (registry: RegistryName, request: RegistryRequest) => RegistryFault | undefined;

/** A real cluster: all that is known of it comes from the environment (see test/cluster). Throws when a variable is missing. */
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
  const source = registry('CLUSTER_SOURCE');
  // Where the tests run in the cluster's own network every name of `.example` is this machine.
  const isOurs = source.host.split(':')[0]?.endsWith('.example') === true;
  return {
    kubeconfig: read('CLUSTER_KUBECONFIG'),
    source,
    target: {
      ...registry('CLUSTER_TARGET'),
      puller: {
        username: read('CLUSTER_TARGET_PULL_USERNAME'),
        password: read('CLUSTER_TARGET_PULL_PASSWORD'),
      },
    },
    harbor: registry('CLUSTER_HARBOR'),
    plain: { host: read('CLUSTER_PLAIN_REGISTRY'), plainHttp: true },
    copierImage: read('CLUSTER_COPIER_IMAGE'),
    nodes: read('CLUSTER_NODES').split(','),
    baseLayer: busyboxLayer(),
    copyProcesses: isOurs ? ['/regsync once'] : [],
    ...seenUsers(environment.CLUSTER_HARBOR_USERS),
    dropImages: async (part) => {
      const commands = JSON.parse(read('CLUSTER_NODE_COMMANDS')) as readonly (readonly string[])[];
      await Promise.all(commands.map(async (command) => dropImagesOf(command, part)));
    },
    stop: async () => Promise.resolve(),
    reachedAs: (name, port) => (isOurs ? `${name}.example:${port.toString()}` : undefined),
  };
}

/** `command` runs another one on a node, which has containerd's own client. */
async function dropImagesOf(command: readonly string[], part: string): Promise<void> {
  const images = [...command, 'ctr', '--namespace', 'k8s.io', 'images'];
  const names = (await runCommand([...images, 'list', '--quiet'])).split('\n');
  const chosen = names.filter((name) => name.includes(part));
  if (chosen.length > 0) await runCommand([...images, 'remove', '--sync', ...chosen]);
}

/** Of the registry with robot accounts alone: others write no such file. */
function seenUsers(file: string | undefined): Pick<ClusterHandle, 'usersSeen'> {
  if (file === undefined) return {};
  return {
    usersSeen: async (registry) =>
      Promise.resolve(registry === 'harbor' ? readFileSync(file, 'utf8').split('\n') : []),
  };
}
