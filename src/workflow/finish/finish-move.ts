/** Ends a move for good: what was kept for the way back goes. */
import { changePatch } from '../../domain/change/change-patch.ts';
import { type ChangeRecord, readChangeLog } from '../../domain/change/record.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { COPY_NAME } from '../../domain/kubernetes/own-names.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Finding } from '../../domain/verify/findings.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { completeHandBack } from '../cluster/hand-back.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { clearCopy } from '../copy/clear-copy.ts';
import { forgetImagePaths } from '../inventory/image-path-memory.ts';
import { backedUpName, BACKUP_LABEL } from '../pull-secrets/back-up-secret.ts';
import { finishSecret, isFinishedSecret } from '../pull-secrets/finished-secret.ts';
import { createdPullSecrets } from '../pull-secrets/remove-pull-secrets.ts';
import type { FinishedObject } from './finished-object.ts';
import { removeLogins } from './remove-logins.ts';

export interface FinishRequest {
  /** Those that carry records. */
  readonly workloads: readonly Workload[];
  /** ReplicaSets that carry copies of them, which `kubectl rollout undo` would bring back. */
  readonly histories: readonly Workload[];
  /** Old credentials, as `verify` found them; empty: they are to stay. */
  readonly credentials: readonly Finding[];
  /** Whether a record is of what is finished; others stay, and all in their namespaces that they lead back to. */
  readonly isOurs: (record: ChangeRecord) => boolean;
  readonly homeNamespace: string;
  readonly maxInFlight: number;
}

export interface FinishReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'FinishReport';
  readonly objects: readonly FinishedObject[];
  /** Namespaces that were left out, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * The records go first, then the logins, then the backups: wherever it is killed, what is still recorded can still be
 * put back and pull, and finishing again does the rest. Throws ClusterError.
 */
export async function finishMove(
  cluster: Cluster,
  request: FinishRequest,
  work: Work,
): Promise<FinishReport> {
  const { workloads, histories, credentials, isOurs, homeNamespace, maxInFlight } = request;
  const options = { concurrency: maxInFlight, signal: work.signal };
  const each = async <Item>(
    items: readonly Item[],
    refOf: (item: Item) => ObjectRef,
    run: (item: Item) => Promise<FinishedObject>,
  ): Promise<FinishedObject[]> =>
    aFewAtOnce(items, async (item) => orKept(refOf(item), run(item), work.signal), options);
  const needed = new Set<string | undefined>();
  const clear = async ({ ref }: Workload): Promise<FinishedObject> => {
    const cleared = await clearRecords(cluster, { ref, isOurs }, work.signal);
    if (cleared.message === OTHERS) needed.add(ref.namespace);
    return cleared;
  };
  const records = await each(workloads, ({ ref }) => ref, clear);
  const copied = await each(histories, ({ ref }) => ref, clear);
  const created = await createdPullSecrets(cluster, WHOLE_CLUSTER, work.signal);
  const settled = await each(
    created.filter(({ metadata }) => !needed.has(metadata.namespace)),
    (secret) => refOf(SECRETS, secret),
    async (secret) => leaveForGood(cluster, refOf(SECRETS, secret), work.signal),
  );
  const copies = await removeLastCopy(cluster, homeNamespace, work.signal);
  const logins = await each(
    credentials.filter(({ kind }) => kind === 'pull-secret'),
    ({ object }) => object,
    async (finding) =>
      needed.has(finding.object.namespace)
        ? { object: finding.object, outcome: 'kept', message: NEEDED }
        : removeLogins(cluster, finding, work.signal),
  );
  const backups = await removeBackups(cluster, needed, work.signal);
  // Who finishes again finds what is left by them.
  if (![...records, ...copied].some(isKept)) await forgetImagePaths(cluster, homeNamespace, work.signal);
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'FinishReport',
    objects: [...records, ...[...copied, ...settled].filter(isKept), ...logins, ...copies, ...backups],
    warnings: [],
  };
}

const OTHERS =
  'it was changed by a move from elsewhere, or with another --copy-namespace: its way back stays until that is finished';
const NEEDED = 'workloads in its namespace keep their way back';

const WHOLE_CLUSTER = { namespaces: [], excludeNamespaces: [] };

/** What is as it should be by the way is not worth a line. */
function isKept({ outcome }: FinishedObject): boolean {
  return outcome === 'kept';
}

/** One object that cannot be tidied up does not keep the others. */
async function orKept(
  object: ObjectRef,
  done: Promise<FinishedObject>,
  signal: AbortSignal,
): Promise<FinishedObject> {
  try {
    return await done;
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return { object, outcome: 'kept', message: error.message };
  }
}

/** The annotation stands on the object, not in its template: no pod is restarted. */
async function clearRecords(
  cluster: Cluster,
  { ref, isOurs }: Pick<FinishRequest, 'isOurs'> & { readonly ref: ObjectRef },
  signal: AbortSignal,
): Promise<FinishedObject> {
  const decide = (object: KubernetesObject) => {
    const log = readChangeLog(object);
    if ('problem' in log) return { type: 'refuse', reason: log.problem } as const;
    if (log.changes.length === 0) return { type: 'nothing' } as const;
    if (!log.changes.every(isOurs)) return { type: 'refuse', reason: OTHERS } as const;
    const patch = changePatch(object, ref.resource.kind, { images: [], records: [] });
    return { type: 'patch', patch } as const;
  };
  const { decision } = await guardedPatch(cluster, ref, decide, signal);
  return decision.type === 'refuse'
    ? { object: ref, outcome: 'kept', message: decision.reason }
    : { object: ref, outcome: 'cleared', message: 'its records of changes are gone' };
}

/** Of a copy that was interrupted or that failed, and that nobody has gone on with. */
async function removeLastCopy(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<FinishedObject[]> {
  const object = { resource: JOBS, namespace, name: COPY_NAME };
  const copy = await clearCopy(cluster, object, signal);
  if (copy.outcome === 'none') return [];
  const message = copy.outcome === 'kept' ? copy.reason : 'what was left of the copy';
  return [{ object, outcome: copy.outcome, message }];
}

/** The target's login stays with whoever names it: a later rollback has nothing to say about it. */
async function leaveForGood(cluster: Cluster, ref: ObjectRef, signal: AbortSignal): Promise<FinishedObject> {
  const decide = (secret: KubernetesObject) =>
    isFinishedSecret(secret)
      ? ({ type: 'nothing' } as const)
      : ({ type: 'patch', patch: finishSecret() } as const);
  const { decision } = await guardedPatch(cluster, ref, decide, signal);
  return decision.type === 'refuse' && !('gone' in decision)
    ? { object: ref, outcome: 'kept', message: decision.reason }
    : { object: ref, outcome: 'cleared', message: 'it is there to stay' };
}

/** A Secret whose change was not completed may still owe its fields to others; its backup tells of it. */
async function settleSecret(cluster: Cluster, backup: KubernetesObject, signal: AbortSignal): Promise<void> {
  const { namespace = '' } = backup.metadata;
  const name = backedUpName(backup);
  if (name === undefined) return;
  await completeHandBack(cluster, { resource: SECRETS, namespace, name }, signal);
}

async function removeBackup(
  cluster: Cluster,
  object: ObjectRef,
  seen: KubernetesObject,
  signal: AbortSignal,
): Promise<FinishedObject> {
  await settleSecret(cluster, seen, signal);
  await guardedDelete(cluster, { resource: SECRETS, seen, signal });
  return { object, outcome: 'removed', message: `backup: ${describeRef(object)}` };
}

async function removeBackups(
  cluster: Cluster,
  needed: ReadonlySet<string | undefined>,
  signal: AbortSignal,
): Promise<FinishedObject[]> {
  const removed: FinishedObject[] = [];
  const query = { resource: SECRETS, scope: WHOLE_CLUSTER, labelSelector: `${BACKUP_LABEL}=true` };
  for await (const seen of objectsInScope(cluster, query, signal)) {
    const { namespace = '', name } = seen.metadata;
    const object = { resource: SECRETS, namespace, name };
    if (needed.has(namespace)) removed.push({ object, outcome: 'kept', message: NEEDED });
    else removed.push(await orKept(object, removeBackup(cluster, object, seen, signal), signal));
  }
  return removed;
}
