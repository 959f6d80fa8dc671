/** Journals a run in the cluster, for `status` and `resume`. */
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunOutcome } from '../../domain/run/run.ts';
import { surePatch } from '../cluster/sure-patch.ts';
import { runObject, runPatch } from '../journals/run-object.ts';

const WRITE_EVERY_MILLISECONDS = 2000;

/** Journaling continues after an interruption. */
const NEVER = new AbortController().signal;

/**
 * The progress of a run. Authoritative for an object is its annotation, written in the same patch; the journal may
 * lag behind.
 */
export interface Journal {
  readonly run: Run;
  /** Updates the run; written with a delay. */
  note(change: Partial<Pick<Run, 'step' | 'workloads' | 'state' | 'message'>>): void;
  /** Sets a workload's outcome by its name; written with a delay. */
  workload(name: string, outcome: RunOutcome): void;
  /** Writes pending updates. Throws ClusterError. */
  flush(): Promise<void>;
  /** Stops writing. */
  close(): void;
}

/** Creates the journal, or continues an existing one. Throws ClusterError. */
export async function openJournal(
  cluster: Cluster,
  namespace: string,
  run: Run,
  signal: AbortSignal,
): Promise<Journal> {
  const name = { namespace, name: runConfigMapName(run.id) };
  const known = await cluster.get(CONFIG_MAPS, name, signal);
  if (known === undefined) await cluster.create(CONFIG_MAPS, runObject(namespace, run), { signal });
  const outcomes = new Map(run.workloads.map((workload) => [workload.name, workload.outcome]));
  let current = run;
  let written: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let dirty = known !== undefined;
  let closed = false;

  const write = async (): Promise<void> => {
    if (!dirty || closed) return;
    dirty = false;
    await surePatch(cluster, { resource: CONFIG_MAPS, ...name }, () => runPatch(snapshot()), NEVER);
  };
  const snapshot = (): Run => ({
    ...current,
    updatedAt: new Date().toISOString(),
    workloads: [...outcomes].map(([workload, outcome]) => ({ name: workload, outcome })),
  });
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.catch(() => undefined).then(write);
    return written;
  };
  const soon = (): void => {
    dirty = true;
    timer ??= setTimeout(() => {
      // Only the final write reports a failure; the next write makes up for others.
      void flush().catch(() => (dirty = true));
    }, WRITE_EVERY_MILLISECONDS);
    timer.unref();
  };
  return {
    get run() {
      return snapshot();
    },
    note: ({ workloads, ...change }) => {
      current = { ...current, ...change };
      for (const { name: workload, outcome } of workloads ?? []) outcomes.set(workload, outcome);
      soon();
    },
    workload: (workload, outcome) => {
      outcomes.set(workload, outcome);
      soon();
    },
    flush,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
