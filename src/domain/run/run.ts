/** One execution of a plan, as stored in its journal. */
import { canonicalHash } from '../canonical-hash.ts';
import { fields, listOf, mapOf, oneOf, type ReadBy, text } from '../schema/readers.ts';
import { RUN_ID } from './run-id.ts';
import { MOVE } from './run-move.ts';

const RUN_STATES = [
  /** In progress, or killed: its lease shows which. */
  'running',
  'done',
  /** Ended with something left to do: the message says what. */
  'partly',
  'failed',
  'interrupted',
  'rolled-back',
  /** Its records and backups were removed: it can no longer be undone. */
  'finished',
] as const;

export type RunState = (typeof RUN_STATES)[number];

/** The outcome of a workload of a run, or `planned`. */
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

/** Maximum characters of a stored message. */
export const MESSAGE_LENGTH = 4000;
const MESSAGE = text({ most: MESSAGE_LENGTH });

/** Everything about a run but its workloads. */
export const RUN_HEADER = fields({
  id: text({ most: 20, pattern: RUN_ID }),
  /** The command that started it. */
  command: oneOf(['migrate', 'switch']),
  /** Who started it, `user@machine`. */
  by: NAME,
  /** ISO 8601, like all times. */
  startedAt: TIME,
  updatedAt: TIME,
  /** URL of the API server that it was started on: only for comparison, never to connect to. */
  server: NAME,
  move: MOVE,
  /** Other flags that it was started with: only for display, never used. */
  begunWith: mapOf(listOf(NAME, 100), { key: /^[a-z][a-z-]{0,60}$/, most: 100 }),
  /** Hash of the plan that it started with. */
  plan: HASH,
  /** The result of `signOffOf` at its start. */
  signedOff: HASH,
  state: oneOf(RUN_STATES),
  /** The current or last step. */
  step: MESSAGE,
  /** Why it ended as it did; may be empty. */
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

/** Maximum number of workloads in a journal. */
const MOST_WORKLOADS = 100_000;

export const RUN_WORKLOADS = listOf(
  fields({ outcome: oneOf(RUN_OUTCOMES), name: text({ most: 1000, pattern: /^\P{Cc}+$/u }) }),
  MOST_WORKLOADS,
);

/** The hash that a run is signed off with: everything that decides what it does. Differs for an edited journal. */
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

/** Number of workloads by outcome, in the order of first appearance. */
export function countOutcomes({ workloads }: Run): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of workloads) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}

/** Whether `resume` can continue it. */
export function isResumable({ state }: Run): boolean {
  return ['running', 'partly', 'failed', 'interrupted'].includes(state);
}
