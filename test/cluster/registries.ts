import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canConnect } from './can-connect.ts';
import { certificateFiles, registryCa } from './certificates.ts';
import type { ClusterFolder } from './cluster-folder.ts';
import { startComponent, untilComponent } from './component.ts';
import { GATEWAY, HARBOR, type Login, REGISTRIES, type RegistryLayout } from './layout.ts';
import { runCommand } from './run-command.ts';

export async function startRegistries(cluster: ClusterFolder): Promise<void> {
  await Promise.all(REGISTRIES.map(async (registry) => startRegistry(cluster, registry)));
}

async function startRegistry(cluster: ClusterFolder, registry: RegistryLayout): Promise<void> {
  if (registry === HARBOR) return startRobotRegistry(cluster, registry);
  const folder = path.join(cluster.root, 'registries', registry.name);
  mkdirSync(folder, { recursive: true });
  const port = Number(registry.host.split(':')[1]);
  const configFile = path.join(folder, 'config.yml');
  const config = {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: false } },
    storage: { filesystem: { rootdirectory: path.join(folder, 'data') }, delete: { enabled: true } },
    http: { addr: `${GATEWAY}:${port.toString()}`, ...(registry.credentials && tls(cluster, registry.name)) },
    ...(registry.credentials && { auth: await basicAuth(folder, usersOf(registry)) }),
  };
  writeFileSync(configFile, JSON.stringify(config));
  const command = ['docker-registry', 'serve', configFile];
  const component = startComponent(`registry-${registry.name}`, cluster.logs, command);
  await untilComponent(component, 10, async () => canConnect(GATEWAY, port));
}

/** docker-registry knows no rights by repository: this one is the sandbox's, in a process of its own. */
async function startRobotRegistry(cluster: ClusterFolder, { name, host }: RegistryLayout): Promise<void> {
  const port = Number(host.split(':')[1]);
  const { certificate, key } = certificateFiles(cluster.certificates, `registry-${name}`);
  const script = path.join(import.meta.dirname, 'robot-registry.ts');
  const files = [certificate, key, robotRegistryLog(cluster)];
  const command = [process.execPath, script, GATEWAY, port.toString(), ...files];
  const component = startComponent(`registry-${name}`, cluster.logs, command);
  await untilComponent(component, 20, async () => canConnect(GATEWAY, port));
}

/** Where it writes down the users whose logins it was sent, one a line. */
export function robotRegistryLog({ root }: Pick<ClusterFolder, 'root'>): string {
  return path.join(root, 'registries', 'harbor-users');
}

function tls(cluster: ClusterFolder, name: string): object {
  return { tls: certificateFiles(cluster.certificates, `registry-${name}`) };
}

function usersOf({ credentials, puller }: RegistryLayout): Login[] {
  return [credentials, puller].filter((login) => login !== undefined);
}

async function basicAuth(folder: string, users: readonly Login[]): Promise<object> {
  const file = path.join(folder, 'htpasswd');
  const lines = users.map(async ({ username, password }) =>
    runCommand(['htpasswd', '-Bin', username], { input: password }),
  );
  writeFileSync(file, (await Promise.all(lines)).map((line) => `${line.trim()}\n`).join(''), { mode: 0o600 });
  return { htpasswd: { realm: 'test registry', path: file } };
}

/**
 * Writes what containerd has to know of the registries, as its `config_path` wants it:
 * https://github.com/containerd/containerd/blob/main/docs/hosts.md
 */
export function writeRegistryHosts(cluster: ClusterFolder): string {
  const folder = path.join(cluster.root, 'certs.d');
  for (const { name, host, credentials } of REGISTRIES) {
    const server = `${credentials === undefined ? 'http' : 'https'}://${host}`;
    const ca =
      credentials === undefined ? '' : `  ca = ${JSON.stringify(registryCa(cluster.certificates, name))}\n`;
    mkdirSync(path.join(folder, host), { recursive: true });
    writeFileSync(path.join(folder, host, 'hosts.toml'), `server = "${server}"\n[host."${server}"]\n${ca}`);
  }
  return folder;
}
