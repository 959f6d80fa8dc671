/** The registries of the sandbox: as those of the real cluster, but on loopback, one with a token service, and able to do wrong. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createAuthority,
  issueCertificate,
  type RegistryRequest,
  type RepositoryAction,
  type RepositoryRules,
  type SandboxAuth,
  type SandboxRegistry,
  type SandboxRegistryOptions,
  startRegistry,
} from '../../../src/sandbox/index.ts';
import { HARBOR_ADMIN, HARBOR_AUTH, userOf } from '../../support/harbor.ts';
import type { Login } from '../builders/pull-secret.ts';
import type {
  PrivateRegistry,
  RegistryFaults,
  RegistryName,
  TargetManners,
  TargetRegistry,
} from './cluster-handle.ts';

const ADDRESS = '127.0.0.1';

/** The password of the target has every character that a shell, JSON, YAML or a template could trip over. */
const LOGINS = {
  source: { kind: 'basic', username: 'source-user', password: 'source-password' },
  target: { kind: 'bearer', username: 'target-user', password: String.raw`t"ar'g\e$t {{p}} #1` },
} as const;

/** May do no more than pull. */
const PULLER = { username: 'target-puller', password: 'puller-password' };

export interface SandboxRegistries {
  readonly source: PrivateRegistry;
  readonly target: TargetRegistry;
  readonly harbor: PrivateRegistry;
  readonly plain: SandboxRegistry;
  readonly usersSeen: (name: RegistryName) => readonly string[];
  readonly setFaults: (prefix: string, hook: RegistryFaults) => void;
  readonly setTargetManners: TargetManners;
  readonly stop: () => Promise<void>;
}

/** Certificates are written to the folder. */
export async function startSandboxRegistries(folder: string): Promise<SandboxRegistries> {
  const faults = new Map<string, RegistryFaults>();
  const faultOf: RegistryFaults = (name, request) => {
    const url = decodeURIComponent(request.url.href);
    const [, hook] = [...faults].find(([prefix]) => url.includes(prefix)) ?? [];
    return hook?.(name, request);
  };
  const manners = new Map<string, RepositoryRules>();
  const mannersOf = (repository: string): RepositoryRules =>
    [...manners].find(([prefix]) => repository.startsWith(prefix))?.[1] ?? {};
  const running: SandboxRegistry[] = [];
  const seen = new Map<RegistryName, Set<string>>();
  const note = (name: RegistryName, request: RegistryRequest): void => {
    const user = userOf(request);
    if (user !== undefined) seen.set(name, new Set(seen.get(name)).add(user));
  };
  const start = async (name: RegistryName, options: SandboxRegistryOptions): Promise<SandboxRegistry> => {
    const registry = await startRegistry({
      ...options,
      ...(name === 'target' ? { manners: mannersOf } : {}),
      address: ADDRESS,
      onRequest: (request) => {
        note(name, request);
        return faultOf(name, request);
      },
    });
    running.push(registry);
    return registry;
  };
  const startTrusted = async (
    name: RegistryName,
    login: Login,
    auth: SandboxAuth,
  ): Promise<PrivateRegistry> => {
    const authority = createAuthority(`${name} of the tests`);
    const { host } = await start(name, { tls: issueCertificate(authority, { names: [ADDRESS] }), auth });
    const caFile = path.join(folder, `${name}-ca.crt`);
    writeFileSync(caFile, authority.certificate);
    const { username, password } = login;
    return { host, username, password, ca: authority.certificate, caFile };
  };
  const startPrivate = async (name: keyof typeof LOGINS): Promise<PrivateRegistry> => {
    const { kind, username, password } = LOGINS[name];
    const auth = {
      kind,
      users: { [username]: password, ...(name === 'target' ? { [PULLER.username]: PULLER.password } : {}) },
      permits: (user: string | undefined, _: string, action: RepositoryAction) =>
        user === username || (user === PULLER.username && action === 'pull'),
    };
    return startTrusted(name, LOGINS[name], auth);
  };
  return {
    source: await startPrivate('source'),
    target: { ...(await startPrivate('target')), puller: PULLER },
    harbor: await startTrusted('harbor', HARBOR_ADMIN, HARBOR_AUTH),
    plain: await start('plain', {}),
    usersSeen: (name) => [...(seen.get(name) ?? [])],
    setFaults: (prefix, hook) => {
      faults.set(prefix, hook);
    },
    setTargetManners: (prefix, wished) => {
      manners.set(prefix, wished);
    },
    stop: async () => {
      await Promise.all(running.map(async (registry) => registry.stop()));
    },
  };
}
