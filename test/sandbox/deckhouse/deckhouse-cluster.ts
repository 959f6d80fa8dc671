/** A sandbox with Deckhouse in it, two registries for it, of which it runs from the first, and an application from a third. */
import {
  createAuthority,
  type DeckhouseOptions,
  issueCertificate,
  pushDeckhouseImages,
  runningClock,
  type SandboxRegistry,
  startCluster,
  startDeckhouse,
  startRegistry,
} from '../../../src/sandbox/index.ts';
import { SECRETS } from '../../../src/sandbox/objects/api-resources.ts';
import { namedRegistries } from '../support/named-registries.ts';
import { connectKube, type KubeClient } from '../../../src/sandbox/deckhouse/kube/kube-client.ts';

/** How much faster than Deckhouse's timetable, and than a real cluster. */
const SPEED = 20;

export const SOURCE_LOGIN = { username: 'old', password: 'old-password' };
export const TARGET_LOGIN = { username: 'new', password: String.raw`n"e\w $ü:p` };

/** What nodes reach the target by, in the modes where pods name it. */
const IN_CLUSTER = 'registry.d8-system.svc:5001';

export const REPOSITORY = 'deckhouse/ee';

export interface DeckhouseCluster extends AsyncDisposable {
  readonly kube: KubeClient;
  /** YAML. */
  readonly kubeconfig: string;
  /** PEM: whom the first registry's certificate is of. */
  readonly authority: string;
  /** Ends the stand-in and takes away what it made. */
  readonly remove: () => Promise<void>;
  readonly source: SandboxRegistry;
  readonly target: SandboxRegistry;
  /** Of everything that Deckhouse runs. */
  readonly tags: readonly string[];
}

export async function startDeckhouseCluster(
  options: Pick<DeckhouseOptions, 'generation'> & Partial<DeckhouseOptions>,
): Promise<DeckhouseCluster> {
  const authority = createAuthority('source');
  const tls = issueCertificate(authority, { names: ['127.0.0.1'] });
  const source = await startRegistry({ tls, auth: onlyFor(SOURCE_LOGIN) });
  const target = await startRegistry({ auth: onlyFor(TARGET_LOGIN) });
  const open = await startRegistry();
  const cluster = await startCluster({
    clock: runningClock(SPEED),
    trustedAuthorities: new Map([[source.host, authority.certificate]]),
    plainHttpHosts: [target.host, open.host, IN_CLUSTER],
    network: namedRegistries({ [IN_CLUSTER]: target }),
  });
  const pushed = await pushDeckhouseImages(REPOSITORY, (image) => source.seedImage(image));
  open.seedImage({ repository: 'shop/web', tag: '1' });
  const deckhouse = await startDeckhouse({
    kubeconfig: cluster.kubeconfig,
    images: {
      base: `${source.host}/${REPOSITORY}`,
      ca: authority.certificate,
      login: SOURCE_LOGIN,
      ...pushed,
    },
    applications: [{ namespace: 'shop', name: 'web', image: `${open.host}/shop/web:1` }],
    speed: SPEED,
    ...options,
  });
  const kube = await connectKube(cluster.kubeconfig);
  return {
    kube,
    kubeconfig: cluster.kubeconfig,
    authority: authority.certificate,
    remove: async () => deckhouse.remove(),
    source,
    target,
    tags: [pushed.tag, ...pushed.modules.map(({ tag }) => tag)],
    [Symbol.asyncDispose]: async () => {
      kube.close();
      await deckhouse.stop();
      await cluster.stop();
      await Promise.all([source, target, open].map(async (registry) => registry.stop()));
    },
  };
}

function onlyFor({ username, password }: { readonly username: string; readonly password: string }) {
  return { kind: 'basic', users: { [username]: password } } as const;
}

/** What Secret `d8-system/deckhouse-registry` holds, as it is stored. */
export async function registryData({ kube }: DeckhouseCluster): Promise<Readonly<Record<string, string>>> {
  const secret = await kube.get(SECRETS, { namespace: 'd8-system', name: 'deckhouse-registry' });
  return secret?.data ?? {};
}
