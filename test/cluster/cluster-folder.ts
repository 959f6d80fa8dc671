import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const STATE = process.env.XDG_STATE_HOME ?? path.join(homedir(), '.local', 'state');
const CLUSTERS = path.join(STATE, 'kubectl-registry-switch', 'clusters');

/** The files of one cluster: everything it writes is below `root`, gone with it. */
export interface ClusterFolder {
  readonly name: string;
  readonly root: string;
  /** Process 1 of the cluster's namespaces. */
  readonly machineFile: string;
  /** There once the boot has succeeded. */
  readonly bootedFile: string;
  readonly certificates: string;
  readonly kubeconfig: string;
  readonly logs: string;
}

export function clusterFolder(name: string): ClusterFolder {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    throw new Error(`"${name}" is no name for a cluster: use at most 32 small letters, digits and dashes`);
  }
  const root = path.join(CLUSTERS, name);
  return {
    name,
    root,
    machineFile: path.join(root, 'machine.json'),
    bootedFile: path.join(root, 'booted'),
    certificates: path.join(root, 'certificates'),
    kubeconfig: path.join(root, 'admin.kubeconfig'),
    logs: path.join(root, 'logs'),
  };
}

/** The clusters that have a folder, running or left over. */
export function knownClusters(): ClusterFolder[] {
  try {
    return readdirSync(CLUSTERS).map(clusterFolder);
  } catch {
    return [];
  }
}
