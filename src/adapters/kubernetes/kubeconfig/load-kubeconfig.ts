import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../../domain/errors.ts';
import type { Kubeconfig, KubeconfigEntry } from './kubeconfig.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';

/** The kubeconfig that kubectl would use: the given file, the files of KUBECONFIG merged, or ~/.kube/config. */
export async function loadKubeconfig(
  explicit: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Kubeconfig> {
  const files = explicit === undefined ? defaultFiles(env) : [explicit];
  const texts = await Promise.all(files.map(async (file) => readIfPresent(file)));
  if (explicit !== undefined && texts[0] === undefined) {
    throw new UsageError(`The kubeconfig ${explicit} does not exist`, {
      nextStep: 'Give the path of an existing file with --kubeconfig.',
    });
  }
  const read = files.flatMap((file, index) => {
    const text = texts[index];
    return text === undefined ? [] : [parseKubeconfig(text, path.resolve(file))];
  });
  return mergeKubeconfigs(read);
}

function defaultFiles(env: NodeJS.ProcessEnv): string[] {
  const named = (env.KUBECONFIG ?? '').split(path.delimiter).filter((file) => file !== '');
  return named.length > 0 ? [...new Set(named)] : [path.join(env.HOME ?? homedir(), '.kube', 'config')];
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`error loading config file "${file}": it cannot be read`, {
      cause: error,
      nextStep: 'Use a kubeconfig file that you have permission to read.',
    });
  }
}

/** The first file that says something wins; entries are taken whole. */
function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
  return {
    currentContext: files.find((file) => file.currentContext !== undefined)?.currentContext,
    clusters: firstOfEachName(files.flatMap((file) => file.clusters)),
    users: firstOfEachName(files.flatMap((file) => file.users)),
    contexts: firstOfEachName(files.flatMap((file) => file.contexts)),
  };
}

function firstOfEachName(entries: readonly KubeconfigEntry[]): KubeconfigEntry[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].toReversed();
}
