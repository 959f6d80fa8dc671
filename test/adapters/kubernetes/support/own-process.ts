import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MODULE = new URL('../../../../src/adapters/kubernetes/connect-cluster.ts', import.meta.url).href;

/** Runs code that knows `connectCluster` in a process of its own and returns what it prints; it has to end soon. */
export async function inOwnProcess(code: string, env: NodeJS.ProcessEnv): Promise<string> {
  const script = `const { connectCluster } = await import(${JSON.stringify(MODULE)});\n${code}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env,
    timeout: 8000,
  });
  return stdout;
}
