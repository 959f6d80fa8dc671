/** Clears change records from objects; afterwards these cannot be rolled back. */
import { changePatch } from '../../domain/change/change-patch.ts';
import type { ChangeRecord } from '../../domain/change/record.ts';
import { readChangeLog } from '../../domain/change/read-record.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import type { FinishedObject } from './finished-object.ts';

const OTHERS =
  'it was changed by a move from another source or with another --copy-namespace: it can be rolled back until that move is finished';

export interface RecordsToClear {
  readonly ref: ObjectRef;
  /** Whether a record belongs to the move that is finished. */
  readonly isOurs: (record: ChangeRecord) => boolean;
}

type ClearDecision =
  | { readonly type: 'refuse'; readonly reason: string }
  | { readonly type: 'nothing' }
  | { readonly type: 'patch'; readonly patch: JsonPatch };

/** Why the records of an object are kept; `undefined`: they are cleared. Reads only. */
export async function whyRecordsStay(
  cluster: Cluster,
  records: RecordsToClear,
  signal: AbortSignal,
): Promise<string | undefined> {
  const object = await cluster.get(records.ref.resource, records.ref, signal);
  const decision = object === undefined ? undefined : decide(object, records);
  return decision?.type === 'refuse' ? decision.reason : undefined;
}

/** The annotation is on the object, not in its template: no pod is restarted. */
export async function clearRecords(
  cluster: Cluster,
  records: RecordsToClear,
  signal: AbortSignal,
): Promise<FinishedObject> {
  const { ref: object } = records;
  const { decision } = await guardedPatch(cluster, object, (seen) => decide(seen, records), signal);
  if (decision.type === 'refuse' && !('gone' in decision)) {
    return { object, outcome: 'kept', message: decision.reason };
  }
  return { object, outcome: 'cleared', message: 'its change records were deleted' };
}

function decide(object: KubernetesObject, { isOurs }: RecordsToClear): ClearDecision {
  const log = readChangeLog(object);
  if ('problem' in log) return { type: 'refuse', reason: log.problem };
  if (log.changes.length === 0) return { type: 'nothing' };
  if (!log.changes.every(isOurs)) return { type: 'refuse', reason: OTHERS };
  return { type: 'patch', patch: changePatch(object, { images: [], records: [] }) };
}
