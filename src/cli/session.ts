/** What every command works with: its cluster, its signal and its progress. */
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Progress, Work } from '../domain/ports/progress.ts';
import { connect } from './connect.ts';
import type { ConnectionFlags } from './flags/connection-flags.ts';
import { interruption } from './interruption.ts';
import { recordConnectionFlags } from './printed-commands.ts';
import { readOnlyCluster } from './read-only-cluster.ts';

export interface Session {
  /** Refuses writes. */
  readonly cluster: Cluster;
  /** Only for taking leases, which return the fenced cluster for writes. */
  readonly unfenced: Cluster;
  readonly signal: AbortSignal;
  /** Runs a named step with progress; a throw marks it failed. */
  readonly step: <Result>(
    title: string,
    run: (work: Work) => Promise<Result>,
    summary?: (result: Result) => string,
  ) => Promise<Result>;
}

/** Opens a session; sends no request to the cluster yet. */
export async function openSession(flags: ConnectionFlags, progress: EndingProgress): Promise<Session> {
  const signal = interruption();
  recordConnectionFlags({ ...flags });
  const unfenced = await connect(flags, (sentence) => {
    progress.warn(sentence);
  });
  return {
    cluster: readOnlyCluster(unfenced),
    unfenced,
    signal,
    step: async (title, run, summary) => runStep({ progress, title, signal }, run, summary),
  };
}

/** A display that can be stopped, so that later output appears below it. */
interface EndingProgress extends Progress {
  /** Printed at once. */
  warn(sentence: string): void;
  stop(): Promise<void>;
}

async function runStep<Result>(
  { progress, title, signal }: { progress: EndingProgress; title: string; signal: AbortSignal },
  run: (work: Work) => Promise<Result>,
  summary?: (result: Result) => string,
): Promise<Result> {
  const step = progress.step(title);
  try {
    const result = await run({ signal, progress: step });
    step.done(summary?.(result));
    return result;
  } catch (error) {
    step.failed('');
    await progress.stop();
    throw error;
  }
}
