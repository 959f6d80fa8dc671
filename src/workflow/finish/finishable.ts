/** What a finish would remove: looked for before the question, and once more when nobody else writes any more. */
import type { ChangeRecord } from '../../domain/change/record.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { followsOwner, type Inventory } from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { describeRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import { namedSources } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Run } from '../../domain/run/run.ts';
import { isRecordOf, isRunOf } from '../../domain/run/runs-of-source.ts';
import { isOpen } from '../../domain/run/undo-runs.ts';
import { countedFindings, type Finding, remaining } from '../../domain/verify/findings.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import { recallImagePaths } from '../inventory/image-path-memory.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { isRecorded } from '../rollback/roll-back.ts';
import { listRuns } from '../journals/list-runs.ts';
import { runsElsewhere } from '../run/runs-elsewhere.ts';
import { findingsOf } from '../verify/verify-cluster.ts';
import { whyRecordsStay } from './clear-records.ts';
import type { FinishedObject } from './finished-object.ts';
import { backupsIn, whyBackupStays } from './remove-backups.ts';
import { futureOfLogins, type SourceLogins } from './remove-logins.ts';

export interface FinishQuestion {
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  readonly scope: Scope;
  /** What was moved away from. */
  readonly from: readonly string[];
  /** Logins of the source stay in pull Secrets. */
  readonly keepCredentials: boolean;
}

export interface Finishable {
  /** All that the home remembers. */
  readonly runs: readonly Run[];
  /** Those that are about the source alone. */
  readonly ours: readonly Run[];
  readonly customImages: readonly CustomImages[];
  /** Those that carry records. */
  readonly workloads: readonly Workload[];
  /** ReplicaSets that carry copies of them, which `kubectl rollout undo` would bring back. */
  readonly histories: readonly Workload[];
  /** Pull Secrets that hold logins of the source; empty: they are to stay. */
  readonly logins: readonly SourceLogins[];
  readonly isOurs: (record: ChangeRecord) => boolean;
  readonly inventory: Inventory;
  /** Namespaces in which anything runs. */
  readonly namespaces: ReadonlySet<string>;
  /** What is expected to become of all of that, in the order in which it is done. */
  readonly outlook: readonly FinishedObject[];
}

export const NEEDED = 'workloads in its namespace keep their way back';

/** Reads only. Throws NotClean where something still refers to the source. */
export async function lookForFinishable(
  cluster: Cluster,
  question: FinishQuestion,
  work: Work,
): Promise<Finishable> {
  const { homeNamespace, scope, from, keepCredentials } = question;
  const { signal } = work;
  const runs = await listRuns(cluster, homeNamespace, signal);
  const { customImages } = await recallImagePaths(cluster, homeNamespace, [], signal);
  const isSource = namedSources(from);
  const request = { scope, customImages, from, isSource };
  const inventory = await takeInventory(cluster, request, work);
  const { findings, ...rest } = await findingsOf(
    cluster,
    inventory,
    { ...request, includeFinished: false },
    work,
  );
  const left = countedFindings({ findings, ...rest }).length;
  if (left > 0) throw notClean(left, question);
  const recorded = inventory.workloads.filter((one) => one.recorded);
  const ours = runs.filter(isRunOf(from));
  const elsewhere = await runsElsewhere(
    cluster,
    { home: homeNamespace, ids: unknownIn(recorded, runs) },
    signal,
  );
  const found = {
    ...{ runs, ours, customImages, inventory },
    workloads: recorded.filter(isRecorded),
    histories: recorded.filter(followsOwner),
    logins: keepCredentials ? [] : loginsIn(findings),
    isOurs: isRecordOf({ runs: ours, elsewhere, isSource }),
    namespaces: namespacesIn(inventory),
  };
  return { ...found, outlook: await outlookOf(cluster, { ...found, scope }, signal) };
}

/** Runs of records that have no journal here. */
function unknownIn(recorded: readonly Workload[], runs: readonly Run[]): ReadonlySet<string> {
  const known = new Set(runs.map(({ id }) => id));
  return new Set(recorded.flatMap(({ recordedRuns = [] }) => recordedRuns).filter((id) => !known.has(id)));
}

function loginsIn(findings: readonly Finding[]): SourceLogins[] {
  return findings.flatMap(({ kind, object, references }) =>
    kind === 'pull-secret' ? [{ object, keys: references }] : [],
  );
}

function namespacesIn({ workloads, pods }: Inventory): ReadonlySet<string> {
  return new Set([
    ...workloads.flatMap(({ ref }) => ref.namespace ?? []),
    ...pods.map(({ namespace }) => namespace),
  ]);
}

type Found = Pick<Finishable, 'ours' | 'workloads' | 'histories' | 'logins' | 'isOurs'>;

/** As `finishMove` would do it now; each object is looked at that is not plainly of our runs. */
async function outlookOf(
  cluster: Cluster,
  { ours, workloads, histories, logins, isOurs, scope }: Found & { readonly scope: Scope },
  signal: AbortSignal,
): Promise<FinishedObject[]> {
  const options = { concurrency: LOOKS_AT_ONCE, signal };
  const known = new Set(ours.map(({ id }) => id));
  const isPlain = ({ recordedRuns = [] }: Workload) =>
    recordedRuns.length > 0 && recordedRuns.every((id) => known.has(id));
  const recordsOf = async (workload: Workload): Promise<FinishedObject> => {
    const { ref: object } = workload;
    const reason = isPlain(workload)
      ? undefined
      : await whyRecordsStay(cluster, { ref: object, isOurs }, signal);
    return reason === undefined
      ? { object, outcome: 'cleared', message: 'its records of changes' }
      : { object, outcome: 'kept', message: reason };
  };
  const records = await aFewAtOnce(workloads, recordsOf, options);
  const copies = await aFewAtOnce(histories, recordsOf, options);
  const kept = [...records, ...copies].filter(({ outcome }) => outcome === 'kept');
  const needed = new Set(kept.map(({ object }) => object.namespace));
  const secrets = await aFewAtOnce(
    logins,
    async (one): Promise<FinishedObject> =>
      needed.has(one.object.namespace)
        ? { object: one.object, outcome: 'kept', message: NEEDED }
        : futureOfLogins(cluster, one, signal),
    options,
  );
  const backups = (await backupsIn(cluster, scope, signal)).map((backup): FinishedObject => {
    const object = refOf(SECRETS, backup);
    const reason = needed.has(object.namespace) ? NEEDED : whyBackupStays(backup);
    return reason === undefined
      ? { object, outcome: 'removed', message: 'the backup of a pull Secret' }
      : { object, outcome: 'kept', message: reason };
  });
  return [...records, ...copies.filter(({ outcome }) => outcome === 'kept'), ...secrets, ...backups];
}

const LOOKS_AT_ONCE = 8;

/** Throws ExpectedError where something would go that nobody has confirmed. */
export function requireConfirmed(confirmed: Finishable, now: Finishable): void {
  const known = new Set(itemsOf(confirmed).map(({ key }) => key));
  const [first] = itemsOf(now).filter(({ key }) => !known.has(key));
  if (first === undefined) return;
  throw new ExpectedError(`${first.news} in the meantime: nothing was removed`, {
    nextStep: 'Look at it with `kubectl registry-switch status`, then finish again.',
  });
}

interface Item {
  readonly key: string;
  /** What has happened, when it was not there before. */
  readonly news: string;
}

function itemsOf({ runs, workloads, logins, outlook }: Finishable): Item[] {
  const going = new Map(
    outlook.filter(({ outcome }) => outcome !== 'kept').map((one) => [describeRef(one.object), one.outcome]),
  );
  const fateOf = (name: string) => going.get(name) ?? '';
  return [
    ...runs.filter(isOpen).map(({ id }) => ({ key: id, news: `run ${id} was begun` })),
    ...workloads.flatMap(({ ref, recordedRuns = [] }) => {
      const name = describeRef(ref);
      if (!going.has(name)) return [];
      return [{ key: [name, ref.uid, ...recordedRuns].join(' '), news: `${name} was changed by a move` }];
    }),
    ...logins.flatMap(({ object, keys }) => {
      const name = describeRef(object);
      if (!going.has(name)) return [];
      const key = [name, object.uid, fateOf(name), ...keys].join(' ');
      return [{ key, news: `${name} was changed` }];
    }),
  ];
}

class NotClean extends ExpectedError {
  override readonly name = 'NotClean';
  /** As of `verify`. */
  override readonly exitCode = 3;
}

function notClean(left: number, { from, scope }: FinishQuestion): NotClean {
  const flags = [
    ...from.map((one) => `--from ${one}`),
    ...scope.namespaces.map((one) => `--namespace '${one}'`),
    ...scope.excludeNamespaces.map((one) => `--exclude-namespace '${one}'`),
  ];
  return new NotClean(`${remaining(left)}: nothing was removed`, {
    nextStep: `See them with \`kubectl registry-switch verify ${flags.join(' ')}\`.`,
  });
}
