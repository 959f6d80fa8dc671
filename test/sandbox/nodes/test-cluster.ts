import { runningClock } from '../../../src/sandbox/clock.ts';
import type { PodLogOptions } from '../../../src/sandbox/api/pod-logs.ts';
import { startNodes, type Nodes, type StartNodesOptions } from '../../../src/sandbox/nodes/start-nodes.ts';
import type { Pod } from '../../../src/sandbox/objects/pod.ts';
import {
  EVENTS,
  NAMESPACES,
  PODS,
  SECRETS,
  SERVICE_ACCOUNTS,
} from '../../../src/sandbox/objects/api-resources.ts';
import { ObjectStore } from '../../../src/sandbox/objects/object-store.ts';
import { KeptObjects } from '../../../src/sandbox/objects/kept-objects.ts';
import type {
  SandboxRegistry,
  SandboxRegistryOptions,
} from '../../../src/sandbox/registry/sandbox-registry.ts';
import { startRegistry } from '../../../src/sandbox/registry/start-registry.ts';
import { namedRegistries } from '../support/named-registries.ts';

export const NAMESPACE = 'shop';

/** The registry's name in image references. */
export const HOST = 'registry.example';

/** An image that tests seed there. */
export const APP = `${HOST}/shop/app:1`;

/** Waits of 10 s take 50 ms. */
const SPEED = 200;

/** Longer than anything here takes. */
const PATIENCE = 5000;

export interface TestClusterOptions extends Pick<
  StartNodesOptions,
  'names' | 'trustedAuthorities' | 'plainHttpHosts'
> {
  readonly registry?: SandboxRegistryOptions;
}

/** Objects and nodes without API and controllers, and a registry that the nodes know. */
export interface TestCluster extends AsyncDisposable {
  readonly objects: KeptObjects;
  /** To write what the API's rules forbid. */
  readonly store: ObjectStore;
  readonly nodes: Nodes;
  readonly registry: SandboxRegistry;
  /** Creates a pod with these fields of its specification. */
  run(name: string, spec: object, metadata?: object): Pod;
  pod(name: string): Pod | undefined;
  /** The pod, once it is so. */
  until(name: string, what: string, holds: (pod: Pod) => boolean): Promise<Pod>;
  untilGone(name: string): Promise<void>;
  /** `reason: message` of what was told of a pod, in the order of telling. */
  events(name: string): readonly string[];
  log(pod: Pod, container: string, options?: PodLogOptions): Promise<readonly string[]>;
}

export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const registry = await startRegistry(options.registry);
  const clock = runningClock(SPEED);
  const store = new ObjectStore();
  const objects = new KeptObjects(clock, store);
  objects.create(NAMESPACES, { metadata: { name: NAMESPACE } });
  objects.create(SERVICE_ACCOUNTS, {
    metadata: { namespace: NAMESPACE, name: 'default' },
    automountServiceAccountToken: false,
  });
  const network = namedRegistries({ [HOST]: registry });
  const nodes = startNodes({ objects, clock, network, plainHttpHosts: [HOST], ...options });
  const pod = (name: string) => objects.get(PODS, { namespace: NAMESPACE, name });
  const untilTrue = async (what: string, holds: () => boolean) => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const look = () => {
      if (holds()) resolve(undefined);
    };
    const stop = objects.subscribe(look);
    const timer = setTimeout(() => {
      reject(new Error(`not in time: ${what}`));
    }, PATIENCE);
    look();
    await promise.finally(() => {
      stop();
      clearTimeout(timer);
    });
  };
  return {
    objects,
    store,
    nodes,
    registry,
    pod,
    run: (name, spec, metadata = {}) =>
      objects.create(PODS, { metadata: { namespace: NAMESPACE, name, ...metadata }, spec }),
    until: async (name, what, holds) => {
      const seen: Pod[] = [];
      await untilTrue(`pod ${name} ${what}: ${JSON.stringify(pod(name)?.status)}`, () => {
        const now = pod(name);
        const isSo = now !== undefined && holds(now);
        if (isSo) seen.push(now);
        return isSo;
      });
      const [found] = seen;
      if (found === undefined) throw new Error(`pod ${name} was never ${what}`);
      return found;
    },
    untilGone: async (name) => untilTrue(`pod ${name} gone`, () => pod(name) === undefined),
    events: (name) =>
      objects
        .list(EVENTS, NAMESPACE)
        .filter(({ involvedObject }) => involvedObject.name === name)
        .toSorted((a, b) => sequence(a.metadata.name) - sequence(b.metadata.name))
        .map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`),
    log: async (of, container, logOptions = {}) => {
      const { name, uid } = of.metadata;
      const read = nodes.logs.lines(
        { namespace: NAMESPACE, name, uid },
        container,
        logOptions,
        AbortSignal.timeout(PATIENCE),
      );
      return read === undefined ? [] : (await Array.fromAsync(read)).map(({ line }) => line);
    },
    [Symbol.asyncDispose]: async () => {
      nodes.stop();
      await registry.stop();
    },
  };
}

/** Names of events end in a number that grows. */
function sequence(name: string): number {
  return Number.parseInt(name.split('.').at(-1) ?? '', 16);
}

/** A Secret with logins, by key of `auths`. */
export function pullSecret(
  { objects }: Pick<TestCluster, 'objects'>,
  name: string,
  auths: Readonly<Record<string, { readonly username: string; readonly password: string }>>,
): void {
  const content = Buffer.from(JSON.stringify({ auths })).toString('base64');
  objects.create(SECRETS, {
    metadata: { namespace: NAMESPACE, name },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': content },
  });
}
