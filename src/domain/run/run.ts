/** One execution of a plan, as its journal in the cluster tells it. */

export type RunState =
  /** Under way, or its tool was killed: the lease tells which. */
  | 'running'
  | 'done'
  /** Ended, with something left to do: the message says what. */
  | 'partly'
  | 'failed'
  | 'interrupted'
  | 'rolled-back'
  /** Its records and backups are gone: it can no longer be undone. */
  | 'finished';

/** What the flags of a command said, as far as it is no secret. */
export type RunFlags = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Run {
  readonly id: string;
  /** The command that began it, such as `migrate`. */
  readonly command: string;
  /** Who began it, `user@machine`. */
  readonly by: string;
  /** ISO 8601, as all times. */
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly from: readonly string[];
  readonly to: string;
  /** To go on with, as they were given. */
  readonly flags: RunFlags;
  readonly state: RunState;
  /** What it is doing, or did last. */
  readonly step: string;
  /** Why it ended as it did; empty when there is nothing to say. */
  readonly message: string;
  readonly workloads: readonly RunWorkload[];
}

export interface RunWorkload {
  /** `Deployment shop/web` */
  readonly name: string;
  /** `planned`, or how it ended. */
  readonly outcome: string;
}

/** How many workloads came to which outcome, in the order of their first appearance. */
export function countOutcomes({ workloads }: Run): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of workloads) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}

/** States in which `resume` has something to go on with. */
export function isResumable({ state }: Run): boolean {
  return ['running', 'partly', 'failed', 'interrupted'].includes(state);
}
