import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Interrupt = (typeof INTERRUPTS)[number];

const GRACE_MILLISECONDS = 10_000;

/** From now on an interrupt does not end this process: it aborts the signal returned, with its name as the reason. */
export function catchInterrupts(): AbortSignal {
  const controller = new AbortController();
  for (const name of INTERRUPTS) {
    process.on(name, () => {
      controller.abort(name);
    });
  }
  return controller.signal;
}

/** The exit code of a process that was interrupted, `undefined` when it was not. */
export function interruptedExitCode(interrupts: AbortSignal): number | undefined {
  return interrupts.aborted ? 128 + constants.signals[interrupts.reason as Interrupt] : undefined;
}

/**
 * Waits for a command and returns its exit code as a shell would. An interrupt is passed on by `send`, unless the
 * terminal has sent it to the command already, and after some seconds the command is killed.
 */
export async function commandExitCode(
  child: ChildProcess,
  interrupts: AbortSignal,
  send: (signal: Interrupt) => void,
): Promise<number> {
  let kill: NodeJS.Timeout | undefined;
  const passOn = () => {
    const signal = interrupts.reason as Interrupt;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) send(signal);
    kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
  };
  interrupts.addEventListener('abort', passOn);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  interrupts.removeEventListener('abort', passOn);
  clearTimeout(kill);
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
