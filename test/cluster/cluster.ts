import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binariesFolder } from './binaries.ts';
import { makeCgroups, removeCgroups } from './cgroups.ts';
import { knownClusters, type ClusterFolder } from './cluster-folder.ts';
import { describeCluster } from './cluster-status.ts';
import { clusterEnvironment } from './environment.ts';
import { inside, runningMachine, saveMachine, startMachine, stopMachine, type Machine } from './machine.ts';
import { runCommand } from './run-command.ts';

export interface BootOptions {
  /** The cluster ends when this process does, however that ends. */
  readonly diesWithParent: boolean;
  readonly signal: AbortSignal;
}

/** Boots a cluster in an empty folder; when that fails its logs are kept, and nothing else. */
export async function bootCluster(cluster: ClusterFolder, options: BootOptions): Promise<void> {
  mkdirSync(cluster.root, { recursive: true, mode: 0o700 });
  try {
    const machine = await startMachine(options);
    saveMachine(cluster.machineFile, machine);
    makeCgroups(cluster.name);
    const script = path.join(import.meta.dirname, 'boot.ts');
    const boot = inside(machine, '/', [process.execPath, script, cluster.name, binariesFolder()]);
    await runCommand(boot, { signal: options.signal });
    writeFileSync(cluster.bootedFile, '');
  } catch (error) {
    const logs = keepLogs(cluster);
    await removeCluster(cluster);
    throw new Error(`the cluster did not start: ${String(error)}\nlogs: ${logs}`, { cause: error });
  }
}

/** Ends everything that runs in a cluster and removes all that it left: cgroups and files. */
export async function removeCluster(cluster: ClusterFolder): Promise<void> {
  const machine = runningMachine(cluster.machineFile);
  if (machine !== undefined) await stopMachine(machine);
  await removeCgroups(cluster.name);
  rmSync(cluster.root, { recursive: true, force: true });
}

/** Removes what clusters left whose processes have ended, such as those of a killed test run. */
export async function removeDeadClusters(prefix: string): Promise<void> {
  for (const cluster of knownClusters()) {
    const dead = existsSync(cluster.machineFile) && runningMachine(cluster.machineFile) === undefined;
    if (dead && cluster.name.startsWith(prefix)) await removeCluster(cluster);
  }
}

/** Whether the cluster was booted to the end and still runs. */
export function clusterRuns(cluster: ClusterFolder): boolean {
  return existsSync(cluster.bootedFile) && runningMachine(cluster.machineFile) !== undefined;
}

/** What Kubernetes and which container runtime the cluster has. */
export async function clusterSummary(cluster: ClusterFolder): Promise<string> {
  const kubectl = [path.join(binariesFolder(), 'kubectl'), '--kubeconfig', cluster.kubeconfig];
  return describeCluster(inside(machineOf(cluster), '/', kubectl));
}

/** Starts a command of the user's inside the cluster's namespaces, on this process's terminal. */
export function startInside(
  cluster: ClusterFolder,
  command: readonly string[],
  extra: NodeJS.ProcessEnv = {},
): ChildProcess {
  const [program = '', ...args] = inside(machineOf(cluster), process.cwd(), command);
  const env = { ...clusterEnvironment(cluster, binariesFolder()), ...extra };
  return spawn(program, args, { stdio: 'inherit', env });
}

/** Copies the components' logs to where they survive the cluster, and returns where. */
export function keepLogs(cluster: ClusterFolder): string {
  const folder = path.join(tmpdir(), 'kubectl-registry-switch-logs', cluster.name);
  rmSync(folder, { recursive: true, force: true });
  if (existsSync(cluster.logs)) cpSync(cluster.logs, folder, { recursive: true });
  return folder;
}

function machineOf(cluster: ClusterFolder): Machine {
  const machine = runningMachine(cluster.machineFile);
  if (machine === undefined) throw new Error(`no cluster called ${cluster.name} is running`);
  return machine;
}
