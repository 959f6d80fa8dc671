/** What a run remembers of the flags that began it. */
import { describingFlags } from './flags/migration-flags.ts';
import type { Run, RunFlags } from '../domain/run/run.ts';
import { runId } from '../domain/run/run-id.ts';
import { operator } from './operator.ts';

/** Only what describes the move: never how the cluster is reached, what was asked for once, or a secret. */
const RECORDED = new Set(Object.keys(describingFlags).filter((name) => name !== 'password-stdin'));

/** Switches that `--no-...` turns off. */
const ON_BY_DEFAULT = new Set(
  Object.entries(describingFlags).flatMap(([name, flag]) =>
    flag.type === 'boolean' && flag.allowNo ? [name] : [],
  ),
);

export interface NewRun {
  readonly command: string;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly from: readonly string[];
  readonly to: string;
  readonly workloads: Run['workloads'];
}

/** A run that begins now. */
export function newRun({ command, flags, ...rest }: NewRun): Run {
  const now = new Date();
  const startedAt = now.toISOString();
  return {
    id: runId(now),
    command,
    by: operator(),
    startedAt,
    updatedAt: startedAt,
    flags: recorded(flags),
    state: 'running',
    step: '',
    message: '',
    ...rest,
  };
}

/** The recorded flags as they would be typed, but those that are given anew. */
export function recordedArguments(flags: RunFlags, given: ReadonlySet<string>): string[] {
  return Object.entries(flags).flatMap(([name, value]) => (given.has(name) ? [] : typed(name, value)));
}

function typed(name: string, value: RunFlags[string]): string[] {
  if (value === true) return [`--${name}`];
  if (value === false) return ON_BY_DEFAULT.has(name) ? [`--no-${name}`] : [];
  return [value].flat().map((one) => `--${name}=${String(one)}`);
}

function recorded(flags: Readonly<Record<string, unknown>>): RunFlags {
  const kept = Object.entries(flags).filter(([name, value]) => RECORDED.has(name) && isPlain(value));
  return Object.fromEntries(kept) as RunFlags;
}

function isPlain(value: unknown): boolean {
  return (
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}
