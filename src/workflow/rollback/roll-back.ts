/** Rolls back every recorded change: workloads from their annotations, Secrets from their backups. */
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { leaseNamespaceOf } from '../../domain/kubernetes/own-names.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import type { FinishedMemory } from '../run/finished-runs.ts';
import { failureOf } from './failure-of.ts';
import { type RollbackTarget, type RolledBackWorkload, rollBackWorkload } from './roll-back-workload.ts';
import { type Tidied, tidyUp, type TidyRequest } from './tidy-up.ts';

export interface RollbackRequest extends TidyRequest {
  readonly readImages: ImageReader;
  /** Reads only fields given by flags. */
  readonly readNamed: ImageReader;
  readonly maxInFlight: number;
  readonly timeoutSeconds: number;
  /** Roll back only what this run changed. */
  readonly run?: string;
  /** Whether a run was finished in a namespace: its records there are void. */
  readonly isFinished?: FinishedMemory['isFinished'];
  /** Namespace name to the reason why it is left out. */
  readonly leftOut?: ReadonlyMap<string, ExpectedError>;
}

export interface RollbackReport extends Tidied {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'RollbackReport';
  readonly workloads: readonly RolledBackWorkload[];
}

export const NOTHING_DONE: RollbackReport = {
  apiVersion: 'registry-switch/v1',
  kind: 'RollbackReport',
  workloads: [],
  secrets: [],
  warnings: [],
};

/** A failure does not stop the others. */
export async function rollBack(
  cluster: Cluster,
  workloads: readonly Workload[],
  request: RollbackRequest,
  work: Work,
): Promise<RollbackReport> {
  const results = await mapConcurrently(
    workloads,
    async ({ ref }) => {
      const step = work.progress.step(describeRef(ref));
      const refusal = request.leftOut?.get(leaseNamespaceOf(ref));
      const result =
        refusal === undefined
          ? await rollBackOne(targetOf(cluster, ref, request), { ...work, progress: step })
          : leftAlone(ref, refusal);
      if (result.outcome === 'rolled-back') step.done(result.message);
      else if (SKIPPED.has(result.outcome)) step.skipped(result.message);
      else step.failed(result.message);
      return result;
    },
    { concurrency: request.maxInFlight, signal: work.signal },
  );
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'RollbackReport',
    workloads: results,
    ...(await tidyUp(cluster, results, request, work)),
  };
}

function targetOf(
  cluster: Cluster,
  ref: ObjectRef,
  { isFinished = () => false, ...request }: RollbackRequest,
): RollbackTarget {
  return { ...request, cluster, ref, isFinished: (run) => isFinished(run, ref.namespace) };
}

const SKIPPED: ReadonlySet<RolledBackWorkload['outcome']> = new Set(['unchanged', 'gone']);

/** Its records are kept for another rollback. */
function leftAlone(workload: ObjectRef, { message }: ExpectedError): RolledBackWorkload {
  return { workload, outcome: 'kept', images: [], kept: [message], stays: true, message };
}

async function rollBackOne(target: RollbackTarget, work: Work): Promise<RolledBackWorkload> {
  try {
    return await rollBackWorkload(target, work);
  } catch (error) {
    const message = failureOf(error, work.signal);
    return { workload: target.ref, outcome: 'failed', images: [], kept: [], stays: false, message };
  }
}
