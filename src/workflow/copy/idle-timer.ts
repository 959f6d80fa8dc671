/** Notices that a copy gets nowhere: for a time no pod of it has run. */

/** What setTimeout takes at most; more would fire at once. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

export type PodPhase = 'waiting' | 'running' | 'ended';

export interface IdleTimer {
  /** Resolves when the time is over. */
  readonly expired: Promise<'expired'>;
  /** To be told of every pod, in whatever phase it is now. */
  readonly see: (uid: string, phase: PodPhase) => void;
  readonly stop: () => void;
}

/** Begins at once; stands still while a pod runs, and begins anew when the last one has ended. 0 seconds: never. */
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
