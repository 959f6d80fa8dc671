/** What a finish would remove: looked for before the question, and once more when nobody else writes any more. */
import { ExpectedError } from '../../domain/errors.ts';
import { followsOwner } from '../../domain/inventory/inventory.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import { namedSources } from '../../domain/mapping/source-matcher.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Run } from '../../domain/run/run.ts';
import { isOpen } from '../../domain/run/undo-runs.ts';
import { countedFindings, type Finding, remaining } from '../../domain/verify/findings.ts';
import { recallImagePaths } from '../inventory/image-path-memory.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { isRecorded } from '../rollback/roll-back.ts';
import { listRuns } from '../run/list-runs.ts';
import { findingsOf } from '../verify/verify-cluster.ts';

export interface FinishQuestion {
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  /** What was moved away from. */
  readonly from: readonly string[];
  /** Logins of the source stay in pull Secrets. */
  readonly keepCredentials: boolean;
}

export interface Finishable {
  readonly runs: readonly Run[];
  readonly customImages: readonly CustomImages[];
  /** Those that carry records. */
  readonly workloads: readonly Workload[];
  /** ReplicaSets that carry copies of them, which `kubectl rollout undo` would bring back. */
  readonly histories: readonly Workload[];
  /** Pull Secrets that hold logins of the source; empty: they are to stay. */
  readonly credentials: readonly Finding[];
}

const WHOLE_CLUSTER = { namespaces: [], excludeNamespaces: [] };

/** Reads only. Throws NotClean where something still refers to the source. */
export async function lookForFinishable(
  cluster: Cluster,
  { homeNamespace, from, keepCredentials }: FinishQuestion,
  work: Work,
): Promise<Finishable> {
  const runs = await listRuns(cluster, homeNamespace, work.signal);
  const { customImages } = await recallImagePaths(cluster, homeNamespace, [], work.signal);
  const request = { scope: WHOLE_CLUSTER, customImages, from, isSource: namedSources(from) };
  const inventory = await takeInventory(cluster, request, work);
  const findings = await findingsOf(cluster, inventory, { ...request, includeFinished: false }, work);
  const left = countedFindings(findings).length;
  if (left > 0) throw notClean(left, from);
  return {
    runs,
    customImages,
    workloads: inventory.workloads.filter(isRecorded),
    histories: inventory.workloads.filter((one) => one.recorded && followsOwner(one)),
    credentials: keepCredentials ? [] : findings.findings.filter(({ kind }) => kind === 'pull-secret'),
  };
}

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

function itemsOf({ runs, workloads, credentials }: Finishable): Item[] {
  return [
    ...runs.filter(isOpen).map(({ id }) => ({ key: id, news: `run ${id} was begun` })),
    ...workloads.map(({ ref, recordedRuns = [] }) => ({
      key: [describeRef(ref), ref.uid, ...recordedRuns].join(' '),
      news: `${describeRef(ref)} was changed by a move`,
    })),
    ...credentials.map(({ object, references }) => ({
      key: [describeRef(object), object.uid, ...references].join(' '),
      news: `${describeRef(object)} got a login of the source`,
    })),
  ];
}

class NotClean extends ExpectedError {
  override readonly name = 'NotClean';
  /** As of `verify`. */
  override readonly exitCode = 3;
}

function notClean(left: number, from: readonly string[]): NotClean {
  return new NotClean(`${remaining(left)}: nothing was removed`, {
    nextStep: `See them with \`kubectl registry-switch verify ${from.map((one) => `--from ${one}`).join(' ')}\`.`,
  });
}
