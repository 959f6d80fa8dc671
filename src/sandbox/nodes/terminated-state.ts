import type { ContainerRun } from './container-record.ts';
import type { Container, ContainerState } from './pod.ts';

/** How much of the log becomes the message of a container that failed (kubelet: `MaxContainerTerminationMessageLogLength`). */
const MESSAGE = { lines: 80, bytes: 2048 };

export function terminatedState(
  run: ContainerRun,
  container: Container,
  outcome: { readonly exitCode: number; readonly startedAt: string; readonly finishedAt: string },
): ContainerState {
  const { exitCode, startedAt, finishedAt } = outcome;
  const wanted = exitCode !== 0 && container.terminationMessagePolicy === 'FallbackToLogsOnError';
  const message = wanted ? run.log.tail(MESSAGE.lines, MESSAGE.bytes) : '';
  return {
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      ...(message !== '' && { message }),
      startedAt,
      finishedAt,
      containerID: run.containerId,
    },
  };
}
