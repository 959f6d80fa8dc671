/** Detects a stalled copy: no pod has run for some time. */

/** The maximum of setTimeout; more would fire at once. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

export type PodPhase = 'waiting' | 'running' | 'ended';

export interface IdleTimer {
  /** Resolves when the time is up. */
  readonly expired: Promise<'expired'>;
  /** Call with the current phase of every pod. */
  readonly see: (uid: string, phase: PodPhase) => void;
  readonly stop: () => void;
}

/** Starts at once; paused while a pod runs and restarted when the last one has ended. 0 seconds: never expires. */
export function idleTimer(seconds: number): IdleTimer {
  const { promise: expired, resolve } = Promise.withResolvers<'expired'>();
  const running = new Set<string>();
  const ended = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = seconds === 0;
  const restart = (): void => {
    clearTimeout(timer);
    if (stopped || running.size > 0) return;
    timer = setTimeout(resolve, Math.min(seconds * 1000, LONGEST_MILLISECONDS), 'expired');
  };
  restart();
  return {
    expired,
    see: (uid, phase) => {
      if (phase === 'waiting' || ended.has(uid)) return;
      if (phase === 'running') running.add(uid);
      else {
        running.delete(uid);
        ended.add(uid);
      }
      restart();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
