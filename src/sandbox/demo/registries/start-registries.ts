/** Starts the registries of the demo on loopback, with certificates for the names that they go by. */
import { createAuthority, issueCertificate } from '../../certificates/issue-certificate.ts';
import type { Network, NetworkAddress } from '../../network.ts';
import type { SandboxAuth } from '../../registry/sandbox-auth.ts';
import type { SandboxRegistry } from '../../registry/sandbox-registry.ts';
import { startRegistry } from '../../registry/start-registry.ts';
import { DEMO_REGISTRIES, type DemoRegistry } from './demo-registries.ts';

export interface RunningRegistries {
  readonly byHost: ReadonlyMap<string, SandboxRegistry>;
  /** Where the names lead; every other name leads nowhere, so that the sandbox stays in its box. */
  readonly network: Network;
  /** PEM of the authority that signed their certificates. */
  readonly ca: string;
  stop(): Promise<void>;
}

/** `copierHost`: where the image of the copy engine comes from; it is served too. */
export async function startRegistries(copierHost: string): Promise<RunningRegistries> {
  const authority = createAuthority('registry-switch demo');
  const copier: DemoRegistry = { host: copierHost, about: '' };
  const started = await Promise.all(
    [...DEMO_REGISTRIES, copier].map(async (registry) => {
      const tls = issueCertificate(authority, { names: [registry.host] });
      return [registry.host, await startRegistry({ tls, auth: authOf(registry) })] as const;
    }),
  );
  const byHost = new Map(started);
  return {
    byHost,
    network: { addressOf: (host) => findRegistry(byHost, host) ?? NOWHERE },
    ca: authority.certificate,
    stop: async () => {
      await Promise.all(started.map(async ([, registry]) => registry.stop()));
    },
  };
}

/** The discard port: nobody listens there. */
const NOWHERE = { address: '127.0.0.1', port: 9 };

/** Where the registry of `host[:port]` listens; they all go by the port of https. */
export function findRegistry(
  byHost: ReadonlyMap<string, Pick<SandboxRegistry, 'url'>>,
  host: string,
): NetworkAddress | undefined {
  const registry = byHost.get(host.replace(/:443$/, '').toLowerCase());
  if (registry === undefined) return undefined;
  const { hostname: address, port } = new URL(registry.url);
  return { address, port: Number(port) };
}

function authOf({ host, login, puller }: DemoRegistry): SandboxAuth {
  if (login !== undefined) {
    const users = [login, puller].flatMap((one) => (one === undefined ? [] : [[one.username, one.password]]));
    return {
      kind: 'basic',
      users: Object.fromEntries(users) as Readonly<Record<string, string>>,
      permits: (user, _repository, action) =>
        user === login.username || (user === puller?.username && action === 'pull'),
    };
  }
  const realm = `https://${host}/token`;
  return { kind: 'bearer', users: {}, realm, permits: (_user, _repository, action) => action === 'pull' };
}
