/** Looks for what a finish would remove and then removes it, on a cluster in memory. */
import { finishConfirmed } from '../../../src/workflow/finish/finish-confirmed.ts';
import type { FinishReport } from '../../../src/workflow/finish/finish-move.ts';
import { findFinishable } from '../../../src/workflow/finish/finishable.ts';
import { finishedRuns } from '../../../src/workflow/run/finished-runs.ts';
import { CONFIG_KEY, secretText } from '../../../src/domain/credentials/secret-data.ts';
import { listRuns } from '../../../src/workflow/journals/list-runs.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import type { RunStep } from '../../../src/domain/ports/progress.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

export const HOME = 'registry-switch';
export const [OURS, OTHER] = ['20260101-000000-bcdf', '20260102-000000-bcdf'];
export const EVERYWHERE = { namespaces: [], excludeNamespaces: [] };
export const { signal } = new AbortController();
export const verifyCommand = () => 'verify';
export const login = pullSecret({ name: 'login' }, { 'old.example': 'me:0ld' });
export const web = recorded('web', OURS);

export function recorded(
  name: string,
  run: string,
  {
    from = 'old.example/web:1',
    namespace = 'shop',
  }: { readonly from?: string; readonly namespace?: string } = {},
) {
  const image = 'new.example/web:1';
  const record = { run, images: [{ slot: 'container', name: 'app', from, to: image }] };
  return deployment({ name, namespace, image, annotations: changeLog([record]) });
}

export function clusterWith(
  runs: readonly Run[],
  ...objects: readonly Parameters<InMemoryCluster['put']>[0][]
): InMemoryCluster {
  return new InMemoryCluster([...objects, ...runs.map((run) => runObject(HOME, run))]);
}

interface Wishes {
  readonly from?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly excluded?: readonly string[];
  readonly stateNamespace?: string;
}

export async function finish(
  cluster: InMemoryCluster,
  { from = ['old.example'], namespaces = [], excluded = [], stateNamespace = HOME }: Wishes = {},
): Promise<FinishReport> {
  const scope = { namespaces, excludeNamespaces: excluded };
  const question = { stateNamespace, scope, from, keepCredentials: false, verifyCommand };
  const work = recordedWork();
  const step: RunStep = async (_title, run) => run(work);
  const confirmed = await findFinishable(cluster, question, work);
  const lost = new AbortController().signal;
  const fenced = { cluster, bookkeeping: cluster, signal, lost, refused: new Map(), hasTakenOver: false };
  return finishConfirmed(fenced, { question, confirmed, maxInFlight: 2 }, step);
}

export function fates(objects: FinishReport['objects']): Record<string, string> {
  return Object.fromEntries(
    objects.map(({ object, outcome }) => [`${object.namespace ?? ''}/${object.name}`, outcome]),
  );
}

export async function isFinished(cluster: InMemoryCluster, run: string, namespace: string): Promise<boolean> {
  return (await finishedRuns(cluster, HOME, signal)).isFinished(run, namespace);
}

export async function stateOf(cluster: InMemoryCluster, id: string): Promise<string | undefined> {
  return (await listRuns(cluster, HOME, signal)).find((run) => run.id === id)?.state;
}

export function loginsOf(cluster: InMemoryCluster, object: typeof login): string[] {
  const config = JSON.parse(secretText(cluster.read(object), CONFIG_KEY) ?? '{}') as { auths: object };
  return Object.keys(config.auths);
}

export function versionOf(cluster: InMemoryCluster, object: typeof web) {
  const { resourceVersion } = cluster.read(object).metadata;
  return { resourceVersion };
}
