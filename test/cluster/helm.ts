/** Helm, built from its published modules: the tests see whether it can go on with what was moved. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, goEnvironment } from './go-build.ts';
import { runCommand } from './run-command.ts';

/** Helm 3 patches on the client's side, Helm 4 applies on the server's. */
const VERSIONS: Readonly<Record<string, string>> = { HELM3: 'v3.22.0', HELM4: 'v4.3.2' };

/** Where each version is, by `CLUSTER_HELM3` and `CLUSTER_HELM4`; those that are not built are left out. */
export function helmVariables(): Record<string, string> {
  const programs = Object.entries(VERSIONS).map(([name, version]): [string, string] => [
    `CLUSTER_${name}`,
    programOf(version),
  ]);
  return Object.fromEntries(programs.filter(([, program]) => existsSync(program)));
}

/** About two minutes each on two idle cores, unless they are there. */
export async function buildHelm(say: (text: string) => void): Promise<void> {
  for (const version of Object.values(VERSIONS)) {
    if (existsSync(programOf(version))) continue;
    say(`building Helm ${version}`);
    mkdirSync(cacheFolder(), { recursive: true });
    const work = mkdtempSync(path.join(cacheFolder(), 'helm-'));
    try {
      const module = `helm.sh/helm/${version.split('.')[0] ?? ''}/cmd/helm@${version}`;
      const env = goEnvironment({ GOBIN: work });
      await runCommand(['go', 'install', '-trimpath', '-ldflags', '-s -w', module], { env });
      // Another process may have built the same meanwhile.
      if (!existsSync(folderOf(version))) renameSync(work, folderOf(version));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}

function folderOf(version: string): string {
  return path.join(cacheFolder(), `helm-${version}`);
}

function programOf(version: string): string {
  return path.join(folderOf(version), 'helm');
}
