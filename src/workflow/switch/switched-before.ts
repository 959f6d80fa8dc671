/** What a run switched before it was resumed, including rollouts that were not awaited. */
import { rewrittenBy } from '../../domain/change/record.ts';
import { recordsOf } from '../../domain/change/read-record.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Run, RunWorkload } from '../../domain/run/run.ts';
import { isPerhapsSwitched } from '../../domain/run/runs-after-rollback.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import type { ImageQuestions } from '../images/image-questions.ts';
import type { InventoryRequest } from '../../domain/inventory/inventory-request.ts';
import { recordedWorkloads } from '../rollback/recorded-workloads.ts';
import { waitForRollout } from '../rollout/wait-for-rollout.ts';
import { compared } from './compared.ts';
import type { RollbackContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

export interface EarlierPart {
  readonly run: Run;
  /** Names of workloads that the new plan changes again. */
  readonly planned: ReadonlySet<string>;
  readonly inventory: InventoryRequest;
  readonly readImages: ImageReader;
  readonly questions: ImageQuestions;
  readonly timeoutSeconds: number;
  readonly maxInFlight: number;
}

/** Workloads that the run may have switched and that are not planned again. */
export function perhapsSwitched(
  { workloads }: Run,
  planned: ReadonlySet<string>,
): ReadonlyMap<string, RunWorkload> {
  const perhaps = workloads.filter((one) => isPerhapsSwitched(one) && !planned.has(one.name));
  return new Map(perhaps.map((workload) => [workload.name, workload]));
}

/**
 * Each is `switched` or `unhealthy`; a rollout whose end is not journaled is awaited, and rolled back when an
 * unproven digest runs.
 */
export async function switchedBefore(
  cluster: Cluster,
  part: EarlierPart,
  work: Work,
): Promise<SwitchedWorkload[]> {
  const { run, planned, inventory, maxInFlight } = part;
  const perhaps = perhapsSwitched(run, planned);
  const recorded = await recordedWorkloads(cluster, inventory, work);
  const results = await mapConcurrently(
    recorded,
    async ({ ref }) => {
      const known = perhaps.get(describeRef(ref));
      return known && lookAt({ ...part, cluster, run: run.id }, { ref, known }, work);
    },
    { concurrency: maxInFlight, signal: work.signal },
  );
  return results.flatMap((result) => result ?? []);
}

interface Candidate {
  readonly ref: ObjectRef;
  readonly known: RunWorkload;
}

type Context = RollbackContext & Pick<EarlierPart, 'questions'> & { readonly run: string };

/** `undefined`: its newest change is not from this run. */
async function lookAt(
  context: Context,
  { ref, known }: Candidate,
  work: Work,
): Promise<SwitchedWorkload | undefined> {
  const { cluster, run, timeoutSeconds } = context;
  const object = await cluster.get(ref.resource, ref, work.signal);
  const record = object === undefined ? undefined : recordsOf(object)?.at(-1);
  if (object === undefined || record?.run !== run) return undefined;
  const result = { workload: ref, images: [...record.images, ...rewrittenBy(record)] };
  if (known.outcome !== 'planned') {
    const outcome = known.outcome === 'switched' ? 'switched' : 'unhealthy';
    return { ...result, outcome, message: BEFORE };
  }
  const step = work.progress.step(describeRef(ref));
  const wait = { ref, before: object, timeoutSeconds };
  const { state, message } = await waitForRollout(cluster, wait, { ...work, progress: step });
  // Whether it was ready before the run is no longer known.
  const outcome = state === 'done' ? 'switched' : 'unhealthy';
  const followed: SwitchedWorkload = { ...result, outcome, message: `${BEFORE}; ${message}` };
  const seen = await compared(context, followed, { ...work, progress: step });
  if (seen.outcome === 'switched') step.done(seen.message);
  else step.failed(seen.message);
  return seen;
}

const BEFORE = 'switched before the interruption';
