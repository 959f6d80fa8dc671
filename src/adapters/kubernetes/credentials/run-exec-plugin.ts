import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { childEnvironment } from '../../../domain/credentials/child-environment.ts';
import { ClusterError } from '../../../domain/errors.ts';
import type { ExecConfig } from './exec-config.ts';

/** Runs a credential plugin and returns its stdout; its stderr goes to the user, as in kubectl. */
export async function runExecPlugin(
  config: ExecConfig,
  execInfo: string,
  { interactive, env }: { readonly interactive: boolean; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(config.command, config.args, {
    env: { ...childEnvironment(env), ...config.env, KUBERNETES_EXEC_INFO: execInfo },
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    windowsHide: true,
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? signal);
    });
  });
  try {
    const [output, code] = await Promise.all([text(child.stdout), ended]);
    if (code === 0) return output;
    throw new ClusterError(
      'unauthorized',
      `getting credentials: ${config.command} failed with exit code ${String(code)}`,
      {
        nextStep: 'Run the command from the kubeconfig manually to see why; you may have to log in again.',
      },
    );
  } catch (error) {
    throw error instanceof ClusterError ? error : notStarted(config, error);
  }
}

function notStarted({ command, installHint }: ExecConfig, cause: unknown): ClusterError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const problem = missing ? 'executable not found' : 'cannot be run';
  return new ClusterError('unauthorized', `getting credentials: ${command}: ${problem}`, {
    nextStep: installHint ?? `Install the credential plugin ${command} that your kubeconfig uses.`,
    cause,
  });
}
