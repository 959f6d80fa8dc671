import type { ContainerProcess } from './container-process.ts';
import type { ContainerLog } from './log-book.ts';
import type { ContainerKind, ContainerState } from './pod.ts';

/** What the kubelet knows of one container of a pod. */
export interface ContainerRecord {
  readonly name: string;
  readonly kind: ContainerKind;
  state: ContainerState;
  lastState: ContainerState;
  restartCount: number;
  ready: boolean;
  started: boolean;
  /** What it was started from; absent before its first start. */
  run?: ContainerRun;
}

export interface ContainerRun {
  /** As the container said it at the start. */
  readonly specImage: string;
  /** As the runtime names it. */
  readonly image: string;
  /** `host/repository@digest`. */
  readonly imageId: string;
  /** `containerd://<64 hex>`. */
  readonly containerId: string;
  readonly process: ContainerProcess;
  readonly log: ContainerLog;
}

export function isRunning({ state }: ContainerRecord): boolean {
  return state.running !== undefined;
}

/** Exit code of a container that has ended. */
export function exitCodeOf({ state }: ContainerRecord): number | undefined {
  return state.terminated?.exitCode;
}

/** Of a container that waits for its first start. */
export function newRecord(name: string, kind: ContainerKind, reason: string): ContainerRecord {
  const state = { waiting: { reason } };
  return { name, kind, state, lastState: {}, restartCount: 0, ready: false, started: false };
}
