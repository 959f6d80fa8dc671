/** A run that was killed may have patched workloads whose rollout nobody has waited for: whoever resumes it does. */
import { recordsOf } from '../../domain/change/record.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Run } from '../../domain/run/run.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import type { InventoryRequest } from '../inventory/take-inventory.ts';
import { recordedWorkloads } from '../rollback/roll-back.ts';
import { waitForRollout } from '../rollout/wait-for-rollout.ts';
import type { SwitchedWorkload } from '../switch/switched-workload.ts';

export interface BegunRequest {
  readonly run: Run;
  /** Names of those that the plan has again. */
  readonly planned: ReadonlySet<string>;
  readonly inventory: InventoryRequest;
  readonly timeoutSeconds: number;
  readonly maxInFlight: number;
}

/** Names of workloads of which the journal has not seen the end, though nothing is left to be planned. */
export function perhapsBegun(run: Run, planned: ReadonlySet<string>): ReadonlySet<string> {
  const open = run.workloads.filter(({ name, outcome }) => outcome === 'planned' && !planned.has(name));
  return new Set(open.map(({ name }) => name));
}

/** `switched`, or `unhealthy`: whether they were ready before the run, nobody knows any more. */
export async function awaitBegun(
  cluster: Cluster,
  { run, planned, inventory, timeoutSeconds, maxInFlight }: BegunRequest,
  work: Work,
): Promise<SwitchedWorkload[]> {
  const names = perhapsBegun(run, planned);
  const recorded = await recordedWorkloads(cluster, inventory, work);
  const begun = recorded.filter(({ ref }) => names.has(describeRef(ref)));
  const ends = await aFewAtOnce(
    begun,
    async ({ ref }) => awaitOne(cluster, { ref, run: run.id, timeoutSeconds }, work),
    { concurrency: maxInFlight, signal: work.signal },
  );
  return ends.flatMap((end) => end ?? []);
}

/** `undefined`: its newest change is not this run's. */
async function awaitOne(
  cluster: Cluster,
  {
    ref,
    run,
    timeoutSeconds,
  }: { readonly ref: ObjectRef; readonly run: string; readonly timeoutSeconds: number },
  work: Work,
): Promise<SwitchedWorkload | undefined> {
  const object = await cluster.get(ref.resource, ref, work.signal);
  const record = object === undefined ? undefined : recordsOf(object)?.at(-1);
  if (object === undefined || record?.run !== run) return undefined;
  const step = work.progress.step(describeRef(ref));
  const wait = { ref, before: object, timeoutSeconds };
  const { state, message } = await waitForRollout(cluster, wait, { ...work, progress: step });
  const said = `switched before the interruption; ${message}`;
  if (state === 'done') step.done(said);
  else step.failed(said);
  const outcome = state === 'done' ? 'switched' : 'unhealthy';
  return { workload: ref, outcome, images: record.images, message: said };
}
