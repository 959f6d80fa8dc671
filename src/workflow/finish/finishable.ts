/** Finds what a finish would remove: before the confirmation, and again under leases. */
import { ExpectedError } from '../../domain/errors.ts';
import { EXIT } from '../../domain/exit.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { inheritsRecords, type Inventory } from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { namedSources } from '../../domain/mapping/source-matcher.ts';
import { namedPlaces } from '../../domain/mapping/source-places.ts';
import { mentionFinder } from '../../domain/mention/mention-finder.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Run } from '../../domain/run/run.ts';
import { isRecordOf, isRunOf, ownerOfBackup } from '../../domain/run/runs-of-source.ts';
import { splitByReach } from '../../domain/run/rollback-reach.ts';
import { countedFindings, type Finding, mentionsIn, remaining } from '../../domain/verify/findings.ts';
import { whyKeyStays } from '../../domain/verify/why-key-stays.ts';
import { ifForbidden } from '../cluster/forbidden.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { runsOfBackup } from '../pull-secrets/back-up-secret.ts';
import { type SecretUser, secretUsers, usersOf } from '../pull-secrets/secret-users.ts';
import { isRecorded } from '../rollback/recorded-workloads.ts';
import { listRuns } from '../journals/list-runs.ts';
import { storedPaths } from '../journals/stored-paths.ts';
import { runsElsewhere } from '../run/runs-elsewhere.ts';
import { findingsOf } from '../verify/verify-cluster.ts';
import type { FinishedObject } from './finished-object.ts';
import { type Leftovers, previewFinish } from './preview-finish.ts';
import { backupsIn } from './remove-backups.ts';
import type { SourceLogins } from './remove-logins.ts';

export interface FinishQuestion {
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  readonly scope: Scope;
  /** What was moved away from. */
  readonly from: readonly string[];
  /** Keep logins for the source in pull Secrets. */
  readonly keepCredentials: boolean;
  /** The command that lists what still refers to the source, including these custom resources. */
  readonly verifyCommand: (customImages: readonly CustomImages[]) => string;
}

export interface Finishable extends Leftovers {
  /** All runs in the state namespace. */
  readonly runs: readonly Run[];
  readonly customImages: readonly CustomImages[];
  /** Stored custom resource paths that were skipped, in sentences. */
  readonly warnings: readonly string[];
  /** Cluster-scoped workloads with records, which a namespace scope leaves out: they can still be rolled back. */
  readonly outOfReach: readonly Workload[];
  readonly inventory: Inventory;
  /** Namespaces in which anything runs; includes `''` when cluster-scoped objects are in scope. */
  readonly namespaces: ReadonlySet<string>;
  /** The expected outcome for each object, in the order of execution. */
  readonly outlook: readonly FinishedObject[];
}

/** Reads only. Throws NotClean when something still refers to the source. */
export async function findFinishable(
  cluster: Cluster,
  question: FinishQuestion,
  work: Work,
): Promise<Finishable> {
  const { stateNamespace, scope, from, keepCredentials } = question;
  const { signal } = work;
  const runs = await listRuns(cluster, stateNamespace, signal);
  const place = { stateNamespace, given: [], runs };
  const { customImages, warnings: pathWarnings } = await storedPaths(cluster, place, signal);
  const isSource = namedSources(from);
  const findMentions = mentionFinder(namedPlaces(from));
  const request = { scope, customImages, from, isSource, findMentions };
  const inventory = await takeInventory(cluster, request, work);
  const { findings, warnings } = await findingsOf(
    cluster,
    inventory,
    { ...request, includeFinished: false },
    work,
  );
  const left = countedFindings({ findings });
  const mentioned = mentionsIn({ findings });
  // Mentions may make pods pull from the source, with the existing logins.
  const isClean = left.length === (keepCredentials ? mentioned.length : 0);
  if (!isClean) throw notClean(left.length, mentioned.length, question.verifyCommand(customImages));
  const recorded = inventory.workloads.filter((one) => one.recorded);
  const { reached, outOfReach } = splitByReach(recorded.filter(isRecorded), scope, runs);
  const ours = runs.filter(isRunOf(from));
  const named = [
    ...recorded.flatMap(({ recordedRuns = [] }) => recordedRuns),
    ...(await backupsIn(cluster, scope, signal)).flatMap(runsOfBackup),
  ];
  const known = new Set(runs.map(({ id }) => id));
  const ids = new Set(named.filter((id) => !known.has(id)));
  const elsewhere = await runsElsewhere(cluster, { stateNamespace, ids }, signal);
  const found = {
    ...{ runs, ours, customImages, inventory },
    warnings: [...pathWarnings, ...warnings],
    ...{ workloads: reached, outOfReach },
    histories: recorded.filter(inheritsRecords),
    logins: keepCredentials ? [] : await sourceLoginsIn(cluster, findings, { inventory, question }, signal),
    ownerOf: ownerOfBackup({ runs, ours, elsewhere }),
    isOurs: isRecordOf({ runs: ours, elsewhere, isSource }),
    namespaces: new Set([...namespacesIn(inventory), ...(outOfReach.length === 0 ? ownersOf(reached) : [])]),
  };
  return { ...found, outlook: await previewFinish(cluster, { ...found, scope }, signal) };
}

/**
 * Each with the entries to remove and those kept because they cover more than the source or pods still pull with
 * them.
 */
async function sourceLoginsIn(
  cluster: Cluster,
  findings: readonly Finding[],
  { inventory, question }: { readonly inventory: Inventory; readonly question: FinishQuestion },
  signal: AbortSignal,
): Promise<SourceLogins[]> {
  const secrets = findings.filter(({ kind }) => kind === 'pull-secret');
  if (secrets.length === 0) return [];
  const { scope, from } = question;
  const users = await usersIn(cluster, { inventory, scope }, signal);
  return secrets.map(({ object, references }) => {
    const own = users && usersOf(`${object.namespace ?? ''}/${object.name}`, users);
    const judged = references.map((key) => ({
      key,
      reason: own === undefined ? UNKNOWN_USERS : whyKeyStays(key, { from, users: own }),
    }));
    return {
      object,
      keys: judged.flatMap(({ key, reason }) => (reason === undefined ? [key] : [])),
      spared: judged.flatMap(({ key, reason }) => (reason === undefined ? [] : [{ key, reason }])),
    };
  });
}

const UNKNOWN_USERS = 'no permission to list service accounts, so it is unknown which pods pull with it';

/** `undefined`: no permission to list them. */
async function usersIn(
  cluster: Cluster,
  found: { readonly inventory: Inventory; readonly scope: Scope },
  signal: AbortSignal,
): Promise<readonly SecretUser[] | undefined> {
  return secretUsers(cluster, found, signal).catch(ifForbidden(undefined));
}

function namespacesIn({ workloads, pods }: Inventory): ReadonlySet<string> {
  return new Set([
    ...workloads.flatMap(({ ref }) => ref.namespace ?? []),
    ...pods.map(({ namespace }) => namespace),
  ]);
}

/** `''` for cluster-scoped objects. */
function ownersOf(workloads: readonly Workload[]): string[] {
  return workloads.map(({ ref }) => ref.namespace ?? '');
}

class NotClean extends ExpectedError {
  override readonly name = 'NotClean';
  /** With the exit code of `verify`. */
  override readonly exitCode = EXIT.oldReferences;
}

function notClean(left: number, mentioned: number, verifyCommand: string): NotClean {
  const anyway =
    left === mentioned ? ' These are only mentions: if they may stay, finish with --keep-credentials.' : '';
  return new NotClean(`${remaining(left)}: nothing was removed`, {
    nextStep: `List them with \`${verifyCommand}\`.${anyway}`,
  });
}
