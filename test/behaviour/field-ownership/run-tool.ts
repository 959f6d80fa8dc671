/** Tools of others, as their users call them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Throws with all that it said unless it succeeds. */
export async function runTool(
  program: string,
  args: readonly string[],
  { kubeconfig, input = '' }: { readonly kubeconfig: string; readonly input?: string },
): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'registry-switch-tool-'));
  try {
    const env = { PATH: process.env.PATH, HOME: home, KUBECONFIG: kubeconfig };
    const running = execute(program, [...args], { env });
    running.child.stdin?.end(input);
    return (await running).stdout;
  } finally {
    rmSync(home, { recursive: true });
  }
}
