/** Writes down in the cluster what a run does, so that `status` can show it and `resume` can go on. */
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunOutcome } from '../../domain/run/run.ts';
import { surePatch } from '../cluster/sure-patch.ts';
import { runObject, runPatch } from '../journals/run-object.ts';

const WRITE_EVERY_MILLISECONDS = 2000;

/** What was done is written down also when the user has interrupted. */
const NEVER = new AbortController().signal;

/**
 * What a run tells as it goes. Truth about an object stands in the annotation on it, written in the same patch; the
 * journal may be a moment behind.
 */
export interface Journal {
  readonly run: Run;
  /** What is going on; written soon. */
  note(change: Partial<Pick<Run, 'step' | 'workloads' | 'state' | 'message'>>): void;
  /** One workload's outcome, by its name; written soon. */
  workload(name: string, outcome: RunOutcome): void;
  /** Writes what is not written yet; throws ClusterError. */
  flush(): Promise<void>;
  /** Nothing is written any more. */
  close(): void;
}

/** Creates the journal, or goes on with the one that is there. Throws ClusterError. */
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
      // The last write of all tells of a failure; one in between is made good by the next.
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
