/** The sandbox as a cluster of the tests: in this process, with three registries on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAuthority, issueCertificate } from '../../../src/sandbox/certificates/issue-certificate.ts';
import { runningClock } from '../../../src/sandbox/clock.ts';
import type {
  SandboxRegistry,
  SandboxRegistryOptions,
} from '../../../src/sandbox/registry/sandbox-registry.ts';
import { startRegistry } from '../../../src/sandbox/registry/start-registry.ts';
import { startCluster } from '../../../src/sandbox/start-cluster.ts';
import type { ClusterHandle, PrivateRegistry, RegistryFaults } from './cluster-handle.ts';

const ADDRESS = '127.0.0.1';
const NODES = ['node-1', 'node-2'];

/** How much faster than in a real cluster pods start and end, and back-offs pass. */
const SPEED = 20;

/** The password has every character that a shell, JSON, YAML or a template could trip over. */
const LOGINS = {
  source: { username: 'source-user', password: 'source-password' },
  target: { username: 'target-user', password: String.raw`t"ar'g\e$t {{p}} #1` },
};

/** It ends with the process: its folder is removed then. */
export async function startSandboxCluster(): Promise<ClusterHandle> {
  const folder = mkdtempSync(path.join(tmpdir(), 'registry-switch-sandbox-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const faults: { current?: RegistryFaults } = {};
  const start = async (name: Parameters<RegistryFaults>[0], options: SandboxRegistryOptions) =>
    startRegistry({ ...options, address: ADDRESS, onRequest: (request) => faults.current?.(name, request) });
  const authorities = new Map<string, string>();
  const startPrivate = async (name: keyof typeof LOGINS): Promise<PrivateRegistry> => {
    const authority = createAuthority(`${name} of the tests`);
    const { username, password } = LOGINS[name];
    const auth = { kind: 'basic', users: { [username]: password } } as const;
    const registry = await start(name, { tls: issueCertificate(authority, { names: [ADDRESS] }), auth });
    const caFile = path.join(folder, `${name}-ca.crt`);
    writeFileSync(caFile, authority.certificate);
    authorities.set(registry.host, authority.certificate);
    return { host: registry.host, username, password, ca: authority.certificate, caFile };
  };
  const [source, target, plain] = await Promise.all([
    startPrivate('source'),
    startPrivate('target'),
    start('plain', {}),
  ]);
  const cluster = await startCluster({
    clock: runningClock(SPEED),
    network: { addressOf: () => undefined },
    nodes: NODES,
    trustedAuthorities: authorities,
    plainHttpHosts: [plain.host],
  });
  const kubeconfig = path.join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  return {
    kubeconfig,
    source,
    target,
    plain: { host: plain.host, plainHttp: true },
    copierImage: seedCopier(plain),
    nodes: NODES,
    name: 'the sandbox',
    baseLayer: undefined,
    copyProcesses: [],
    reachedAs: (_, port) => `${ADDRESS}:${port.toString()}`,
    setRegistryFaults: (hook) => {
      if (hook === undefined) delete faults.current;
      else faults.current = hook;
    },
  };
}

function seedCopier(registry: SandboxRegistry): string {
  const copier = { repository: 'regclient/regsync', tag: 'v0.11.7' };
  registry.seedImage(copier);
  return `${registry.host}/${copier.repository}:${copier.tag}`;
}
