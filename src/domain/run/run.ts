/** One execution of a plan, as its journal in the cluster tells it. */
import { canonicalHash } from '../canonical-hash.ts';
import { fields, listOf, mapOf, oneOf, type ReadBy, text } from '../schema/readers.ts';
import { RUN_ID } from './run-id.ts';
import { MOVE } from './run-move.ts';

const RUN_STATES = [
  /** Under way, or its tool was killed: the lease tells which. */
  'running',
  'done',
  /** Ended, with something left to do: the message says what. */
  'partly',
  'failed',
  'interrupted',
  'rolled-back',
  /** Its records and backups are gone: it can no longer be undone. */
  'finished',
] as const;

export type RunState = (typeof RUN_STATES)[number];

/** What became of a workload of a run: `planned`, or how it ended. */
const RUN_OUTCOMES = [
  'planned',
  'switched',
  'unchanged',
  'left-alone',
  'gone',
  'unhealthy',
  'rolled-back',
  'reverted',
  'failed',
  'not-started',
] as const;

const HASH = text({ most: 71, pattern: /^sha256:[0-9a-f]{64}$/ });
const TIME = text({ most: 24, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ });
const NAME = text({ most: 1000 });

/** Most characters of a message that is written down. */
export const MESSAGE_LENGTH = 4000;
const MESSAGE = text({ most: MESSAGE_LENGTH });

/** Everything about a run but its workloads. */
export const RUN_HEADER = fields({
  id: text({ most: 20, pattern: RUN_ID }),
  /** The command that began it. */
  command: oneOf(['migrate', 'switch']),
  /** Who began it, `user@machine`. */
  by: NAME,
  /** ISO 8601, as all times. */
  startedAt: TIME,
  updatedAt: TIME,
  /** The API server that it was begun at: to be compared, never to be connected to. */
  server: NAME,
  move: MOVE,
  /** What else it was begun with, by flag: to be shown, never to be used. */
  begunWith: mapOf(listOf(NAME, 100), { key: /^[a-z][a-z-]{0,60}$/, most: 100 }),
  /** Hash of the plan that it began with. */
  plan: HASH,
  /** What `signOffOf` said at its beginning. */
  signedOff: HASH,
  state: oneOf(RUN_STATES),
  /** What it is doing, or did last. */
  step: MESSAGE,
  /** Why it ended as it did; empty when there is nothing to say. */
  message: MESSAGE,
});

export type RunHeader = Readonly<ReadBy<typeof RUN_HEADER>>;

export interface Run extends RunHeader {
  readonly workloads: readonly RunWorkload[];
}

export type RunOutcome = (typeof RUN_OUTCOMES)[number];

export interface RunWorkload {
  /** `Deployment shop/web` */
  readonly name: string;
  readonly outcome: RunOutcome;
}

/** Most workloads that a journal is read with. */
const MOST_WORKLOADS = 100_000;

export const RUN_WORKLOADS = listOf(
  fields({ outcome: oneOf(RUN_OUTCOMES), name: text({ most: 1000, pattern: /^\P{Cc}+$/u }) }),
  MOST_WORKLOADS,
);

/** What one signs off with a run: everything that decides what it does. A journal that was edited has another. */
export function signOffOf({
  id,
  command,
  server,
  move,
  begunWith,
  plan,
}: Omit<RunHeader, 'signedOff'>): string {
  return canonicalHash({ id, command, server, move, begunWith, plan });
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
