import type { ChangeRecord } from '../../domain/change/record.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import type { BackupOwner } from '../../domain/run/runs-of-source.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import { whyRecordsStay } from './clear-records.ts';
import { type FinishedObject, isClearedBy, isNeededBy, NEEDED } from './finished-object.ts';
import { orKept } from './or-kept.ts';
import { backupsIn, whyBackupStays } from './remove-backups.ts';
import { futureOfLogins, type SourceLogins, sparedIn } from './remove-logins.ts';
import { FEW_AT_ONCE } from '../cluster/requests-at-once.ts';

/** What a finish has found. */
export interface Leftovers {
  /** Runs that moved only from the source. */
  readonly ours: readonly Run[];
  /** Workloads with change records. */
  readonly workloads: readonly Workload[];
  /** ReplicaSets with copies of the records, which `kubectl rollout undo` would bring back. */
  readonly histories: readonly Workload[];
  /** Pull Secrets with logins for the source; empty: they are kept. */
  readonly logins: readonly SourceLogins[];
  readonly isOurs: (record: ChangeRecord) => boolean;
  /** The owner of a backup, by the runs that it names. */
  readonly ownerOf: (runs: readonly string[]) => BackupOwner;
}

/** What `finishMove` would do now; reads objects that are not clearly from our runs. */
export async function previewFinish(
  cluster: Cluster,
  { ours, workloads, histories, logins, isOurs, ownerOf, scope }: Leftovers & { readonly scope: Scope },
  signal: AbortSignal,
): Promise<FinishedObject[]> {
  const options = { concurrency: FEW_AT_ONCE, signal };
  const known = new Set(ours.map(({ id }) => id));
  const isPlain = ({ recordedRuns = [] }: Workload) =>
    recordedRuns.length > 0 && recordedRuns.every((id) => known.has(id));
  const lookAt = async (workload: Workload): Promise<FinishedObject> => {
    const { ref: object } = workload;
    const reason = isPlain(workload)
      ? undefined
      : await whyRecordsStay(cluster, { ref: object, isOurs }, signal);
    return reason === undefined
      ? { object, outcome: 'cleared', message: 'its change records' }
      : { object, outcome: 'kept', message: reason };
  };
  const recordsOf = async (workload: Workload) => orKept(workload.ref, lookAt(workload), signal);
  const records = await mapConcurrently(workloads, recordsOf, options);
  const copies = await mapConcurrently(histories, recordsOf, options);
  const kept = [...records, ...copies].filter(({ outcome }) => outcome === 'kept');
  const isNeeded = isNeededBy(kept.map(({ object }) => object));
  const secrets = await mapConcurrently(
    logins.filter(({ keys }) => keys.length > 0),
    async (one): Promise<FinishedObject> =>
      isNeeded(one.object)
        ? { object: one.object, outcome: 'kept', message: NEEDED }
        : orKept(one.object, futureOfLogins(cluster, one, signal), signal),
    options,
  );
  const isCleared = isClearedBy([...records, ...copies]);
  const backups = (await backupsIn(cluster, scope, signal)).map((backup): FinishedObject => {
    const object = refOf(SECRETS, backup);
    const reason = isNeeded(object) ? NEEDED : whyBackupStays(backup, { ownerOf, isCleared });
    return reason === undefined
      ? { object, outcome: 'removed', message: 'the backup of a pull Secret' }
      : { object, outcome: 'kept', message: reason };
  });
  return [
    ...records,
    ...copies.filter(({ outcome }) => outcome === 'kept'),
    ...secrets,
    ...sparedIn(logins),
    ...backups,
  ];
}
