/** The product against the stand-in of Deckhouse in a sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { DeckhouseFaults } from '../../../../src/sandbox/index.ts';
import {
  type DeckhouseCluster,
  REPOSITORY,
  startDeckhouseCluster,
  TARGET_LOGIN,
} from '../../../sandbox/deckhouse/deckhouse-cluster.ts';

const PROGRAM = fileURLToPath(new URL('../../../../bin/run.js', import.meta.url));

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Stage extends AsyncDisposable {
  readonly cluster: DeckhouseCluster;
  /** `host/path` that Deckhouse comes from. */
  readonly from: string;
  readonly to: string;
  /** Adds the login and how the target is reached. */
  readonly toTarget: (...args: readonly string[]) => Promise<Outcome>;
  readonly run: (...args: readonly string[]) => Promise<Outcome>;
  /** File of the authority of the old registry. */
  readonly authority: string;
}

export async function openStage(faults: DeckhouseFaults = {}): Promise<Stage> {
  const cluster = await startDeckhouseCluster({ generation: 'copier', faults });
  const folder = await mkdtemp(path.join(tmpdir(), 'deckhouse-'));
  const kubeconfig = path.join(folder, 'config');
  await writeFile(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  const authority = path.join(folder, 'ca.pem');
  await writeFile(authority, cluster.authority);
  const { host } = cluster.target;
  const to = `${host}/moved/d8`;
  const run = async (...args: readonly string[]): Promise<Outcome> => runProduct(kubeconfig, args);
  const login = ['--username', TARGET_LOGIN.username, '--registry-tls', `${host}=disabled`];
  return {
    ...{ cluster, to, run, authority },
    from: `${cluster.source.host}/${REPOSITORY}`,
    toTarget: async (...args) => run(...args, '--to', to, ...login),
    [Symbol.asyncDispose]: async () => {
      await cluster[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

async function runProduct(kubeconfig: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args, '--kubeconfig', kubeconfig], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', REGISTRY_SWITCH_PASSWORD: TARGET_LOGIN.password },
  });
  child.stdin.end();
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { exitCode, stdout, stderr };
}
