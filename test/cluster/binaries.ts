import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, goEnvironment } from './go-build.ts';
import { COPIER } from './layout.ts';
import { runCommand } from './run-command.ts';

const SOURCES = path.join(import.meta.dirname, 'kube');
const COMPONENTS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kubectl',
  'etcd',
];

/** Where the binaries of these very sources are, or will be. */
export function binariesFolder(): string {
  const hash = createHash('sha256').update(COPIER.tag);
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(path.join(SOURCES, file)));
  return path.join(cacheFolder(), hash.digest('hex').slice(0, 16));
}

export function binariesBuilt(): boolean {
  return existsSync(binariesFolder());
}

/** Builds the binaries, 5 to 10 minutes on two cores, unless they are there; `say` hears of the progress. */
export async function buildBinaries(say: (text: string) => void): Promise<void> {
  const folder = binariesFolder();
  if (binariesBuilt()) {
    say(`using the binaries in ${folder}`);
    return;
  }
  mkdirSync(path.dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    await buildRegsync(work, say);
    await buildKubernetes(work, say);
    // Another process may have built the same meanwhile.
    if (!binariesBuilt()) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function buildRegsync(folder: string, say: (text: string) => void): Promise<void> {
  say(`building regsync ${COPIER.tag}`);
  const module = `github.com/regclient/regclient/cmd/regsync@${COPIER.tag}`;
  const env = goEnvironment({ GOBIN: folder });
  await runCommand(['go', 'install', '-trimpath', '-ldflags', '-s -w', module], { env });
}

async function buildKubernetes(folder: string, say: (text: string) => void): Promise<void> {
  const version = kubernetesVersion();
  const [major = '', minor = ''] = version.slice(1).split('.');
  const options = { cwd: SOURCES, env: goEnvironment({}) };
  say(`downloading the modules of Kubernetes ${version}`);
  await runCommand(['go', 'mod', 'download'], options);
  const packages = (await runCommand(['go', 'list', '-deps', '.'], options)).split('\n').length;
  const variables = { gitVersion: version, gitMajor: major, gitMinor: minor };
  const setVersion = Object.entries(variables).map(
    ([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`,
  );
  const flags = ['-trimpath', '-ldflags', ['-s -w', ...setVersion].join(' '), '-v'];
  say(`building Kubernetes ${version}: ${packages.toString()} packages, some minutes`);
  const onLine = progress(packages, say);
  await runCommand(['go', 'build', ...flags, '-o', path.join(folder, 'kube'), '.'], { ...options, onLine });
  for (const name of COMPONENTS) symlinkSync('kube', path.join(folder, name));
}

/** Counts lines, and says so at every tenth of `total`. */
function progress(total: number, say: (text: string) => void): () => void {
  let count = 0;
  return () => {
    count += 1;
    const tenth = Math.floor((count * 10) / total);
    if (tenth > Math.floor(((count - 1) * 10) / total))
      say(`built ${count.toString()} of ${total.toString()} packages`);
  };
}

/** The version of k8s.io/kubernetes that go.mod requires. */
function kubernetesVersion(): string {
  const version = /^\s*k8s\.io\/kubernetes (v\S+)$/m.exec(
    readFileSync(path.join(SOURCES, 'go.mod'), 'utf8'),
  )?.[1];
  if (version === undefined) throw new Error('go.mod requires no k8s.io/kubernetes');
  return version;
}
