import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from './deadline.ts';
import { NODES } from './layout.ts';

/** The cgroup, in every hierarchy, that holds all pods of a node: kubelets that share one end each other's pods. */
export function nodeCgroup(cluster: string, node: string): string {
  return `registry-switch-${cluster}-${node}`;
}

export function makeCgroups(cluster: string): void {
  for (const hierarchy of hierarchies()) {
    for (const node of NODES) makeCgroup(hierarchy, nodeCgroup(cluster, node.name));
  }
}

/** Removes the cgroups of a cluster whose processes have ended. */
export async function removeCgroups(cluster: string): Promise<void> {
  for (const hierarchy of hierarchies()) {
    for (const node of NODES) {
      const folder = path.join(hierarchy.folder, nodeCgroup(cluster, node.name));
      await until(`${folder} empty`, 10, () => removeTree(folder));
    }
  }
}

interface Hierarchy {
  readonly folder: string;
  /** The controllers of cgroup v1, as mount options; `undefined` for cgroup v2. */
  readonly controllers: readonly string[] | undefined;
}

function hierarchies(): Hierarchy[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, folder = '', type = '']) => type.startsWith('cgroup') && folder.startsWith('/sys/fs/cgroup'))
    .map(([, folder = '', type, , options = '']) => ({
      folder,
      controllers: type === 'cgroup' ? options.split(',') : undefined,
    }));
}

function makeCgroup(hierarchy: Hierarchy, name: string): void {
  const folder = path.join(hierarchy.folder, name);
  mkdirSync(folder, { recursive: true });
  if (hierarchy.controllers?.includes('cpuset') === true) {
    // A new cpuset is empty, and nothing can run in it.
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      writeFileSync(path.join(folder, file), readFileSync(path.join(hierarchy.folder, file)));
    }
  }
  const controllers = path.join(hierarchy.folder, 'cgroup.controllers');
  if (hierarchy.controllers === undefined && existsSync(controllers)) {
    const enabled = readFileSync(controllers, 'utf8').trim().split(' ').filter(Boolean);
    const enable = enabled.map((controller) => `+${controller}`).join(' ');
    for (const parent of [hierarchy.folder, folder])
      writeFileSync(path.join(parent, 'cgroup.subtree_control'), enable);
  }
}

/** Removes a cgroup with its children; `undefined` while the kernel still counts a dying process in one of them. */
function removeTree(folder: string): true | undefined {
  if (!existsSync(folder)) return true;
  const children = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (children.some((child) => removeTree(path.join(folder, child.name)) === undefined)) return undefined;
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return undefined;
  }
}
