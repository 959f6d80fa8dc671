/** What a run had switched before it was resumed, with the rollouts that nobody has waited for. */
import { recordsOf } from '../../domain/change/record.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Run, RunWorkload } from '../../domain/run/run.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import type { InventoryRequest } from '../inventory/take-inventory.ts';
import { recordedWorkloads } from '../rollback/roll-back.ts';
import { waitForRollout } from '../rollout/wait-for-rollout.ts';
import type { SwitchedWorkload } from '../switch/switched-workload.ts';

export interface EarlierPart {
  readonly run: Run;
  /** Names of those that the plan has again. */
  readonly planned: ReadonlySet<string>;
  readonly inventory: InventoryRequest;
  readonly timeoutSeconds: number;
  readonly maxInFlight: number;
}

/** `planned`: it was killed perhaps between the patch and the end of the rollout. */
const PERHAPS_SWITCHED: ReadonlySet<string> = new Set(['planned', 'switched', 'unhealthy']);

/** Workloads that the run may have switched and has not planned again. */
export function perhapsSwitched(
  { workloads }: Run,
  planned: ReadonlySet<string>,
): ReadonlyMap<string, RunWorkload> {
  const perhaps = workloads.filter(
    ({ name, outcome }) => PERHAPS_SWITCHED.has(outcome) && !planned.has(name),
  );
  return new Map(perhaps.map((workload) => [workload.name, workload]));
}

/** Each `switched` or `unhealthy`; where the journal has not seen the end, its rollout is waited for. */
export async function switchedBefore(
  cluster: Cluster,
  { run, planned, inventory, timeoutSeconds, maxInFlight }: EarlierPart,
  work: Work,
): Promise<SwitchedWorkload[]> {
  const perhaps = perhapsSwitched(run, planned);
  const recorded = await recordedWorkloads(cluster, inventory, work);
  const results = await aFewAtOnce(
    recorded,
    async ({ ref }) => {
      const known = perhaps.get(describeRef(ref));
      return known && lookAt(cluster, { ref, known, run: run.id, timeoutSeconds }, work);
    },
    { concurrency: maxInFlight, signal: work.signal },
  );
  return results.flatMap((result) => result ?? []);
}

interface Candidate {
  readonly ref: ObjectRef;
  readonly known: RunWorkload;
  readonly run: string;
  readonly timeoutSeconds: number;
}

/** `undefined`: its newest change is not this run's. */
async function lookAt(
  cluster: Cluster,
  { ref, known, run, timeoutSeconds }: Candidate,
  work: Work,
): Promise<SwitchedWorkload | undefined> {
  const object = await cluster.get(ref.resource, ref, work.signal);
  const record = object === undefined ? undefined : recordsOf(object)?.at(-1);
  if (object === undefined || record?.run !== run) return undefined;
  const result = { workload: ref, images: record.images };
  if (known.outcome !== 'planned') {
    const outcome = known.outcome === 'switched' ? 'switched' : 'unhealthy';
    return { ...result, outcome, message: BEFORE };
  }
  const step = work.progress.step(describeRef(ref));
  const wait = { ref, before: object, timeoutSeconds };
  const { state, message } = await waitForRollout(cluster, wait, { ...work, progress: step });
  const said = `${BEFORE}; ${message}`;
  if (state === 'done') step.done(said);
  else step.failed(said);
  // Whether it was ready before the run, nobody knows any more.
  return { ...result, outcome: state === 'done' ? 'switched' : 'unhealthy', message: said };
}

const BEFORE = 'switched before the interruption';
