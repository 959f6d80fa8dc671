import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binariesBuilt, binariesFolder } from './binaries.ts';
import { clusterFolder } from './cluster-folder.ts';
import { runCommand } from './run-command.ts';

/** A program or file that the cluster needs, and the Debian package that brings it. */
interface Requirement {
  readonly file: string;
  readonly debianPackage: string;
}

const SEARCH_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const REQUIREMENTS: readonly Requirement[] = [
  { file: 'containerd', debianPackage: 'containerd' },
  { file: 'runc', debianPackage: 'runc' },
  { file: '/usr/lib/cni/bridge', debianPackage: 'containernetworking-plugins' },
  { file: 'docker-registry', debianPackage: 'docker-registry' },
  { file: 'dnsmasq', debianPackage: 'dnsmasq-base' },
  { file: 'htpasswd', debianPackage: 'apache2-utils' },
  { file: 'tini', debianPackage: 'tini' },
  { file: 'openssl', debianPackage: 'openssl' },
  { file: 'ip', debianPackage: 'iproute2' },
  { file: 'iptables', debianPackage: 'iptables' },
  { file: 'nsenter', debianPackage: 'util-linux' },
  { file: '/bin/busybox', debianPackage: 'busybox-static' },
];

/** The machine cannot run a cluster; `message` has a line for each thing that it lacks. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
}

/** Installs the packages that the machine lacks; throws a `MachineError` when it can never do. */
export async function prepareMachine(say: (text: string) => void): Promise<void> {
  const lacks = [
    process.platform === 'linux' ? undefined : 'Linux: the cluster is made of its namespaces',
    process.getuid?.() === 0 ? undefined : 'root: namespaces, mounts and cgroups need it',
    binariesBuilt() || found('go') ? undefined : 'Go: Kubernetes is built from its published modules',
    [binariesFolder(), clusterFolder('any').root].some((folder) => /^\/(var|run)\//.test(folder))
      ? 'cache and state folders outside /var and /run: set XDG_CACHE_HOME and XDG_STATE_HOME'
      : undefined,
    missing().length === 0 || found('apt-get')
      ? undefined
      : `${missing()
          .map(({ file }) => path.basename(file))
          .join(', ')}: not there, and no apt-get to install them`,
  ].filter((lack) => lack !== undefined);
  if (lacks.length > 0) throw new MachineError(lacks.map((lack) => `this machine lacks ${lack}`).join('\n'));
  await installPackages(say);
}

async function installPackages(say: (text: string) => void): Promise<void> {
  const packages = missing().map(({ debianPackage }) => debianPackage);
  if (packages.length === 0) return;
  say(`installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await withoutServices(async () => {
    await runCommand(['apt-get', 'update', '--quiet'], { env });
    await runCommand(['apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', ...packages], {
      env,
    });
  });
  const still = missing().map(({ file }) => file);
  if (still.length > 0) throw new MachineError(`still missing after the installation: ${still.join(', ')}`);
}

/** Keeps Debian from starting the services of what `install` installs: policy-rc.d(8) is asked first, 101 means no. */
async function withoutServices(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    if (ours) rmSync(policy);
  }
}

function missing(): Requirement[] {
  return REQUIREMENTS.filter(({ file }) => !found(file) || (file === '/bin/busybox' && isDynamic(file)));
}

/** A busybox that needs a C library would not run in an image that has nothing else. */
function isDynamic(file: string): boolean {
  return readFileSync(file).includes('/ld-linux');
}

function found(file: string): boolean {
  const folders = [...SEARCH_PATH, ...(process.env.PATH ?? '').split(path.delimiter)];
  return path.isAbsolute(file)
    ? existsSync(file)
    : folders.some((folder) => existsSync(path.join(folder, file)));
}
