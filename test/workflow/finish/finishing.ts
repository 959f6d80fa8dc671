/** Finishes a move of `old.example` on a cluster in memory. */
import { inheritsRecords } from '../../../src/domain/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import {
  type FinishReport,
  type FinishRequest,
  finishMove,
} from '../../../src/workflow/finish/finish-move.ts';
import { CONFIG_KEY, secretText } from '../../../src/domain/credentials/secret-data.ts';
import { takeInventory } from '../../../src/workflow/inventory/take-inventory.ts';
import { verifyCluster } from '../../../src/workflow/verify/verify-cluster.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import type { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const FROM = ['old.example'];
const SCOPE = { namespaces: [], excludeNamespaces: [] };
export const image = 'new.example/web:1';
export const record = { images: [{ slot: 'container', name: 'app', from: 'old.example/web:1', to: image }] };
export const web = deployment({
  image,
  annotations: { ...changeLog([record]), 'team.example/owner': 'shop' },
});
export const onlyOld = pullSecret({ name: 'only-old' }, { 'old.example': 'me:0ld' });
export const both = pullSecret({ name: 'both' }, { 'old.example': 'me:0ld', 'new.example': 'me:n3w' });

export async function finish(
  cluster: InMemoryCluster,
  { keepCredentials = false, onCleared = async () => Promise.resolve() }: Partial<Wishes> = {},
): Promise<FinishReport> {
  const work = recordedWork();
  const request = { scope: SCOPE, customImages: [], from: FROM, isSource: namedSources(FROM) };
  const { findings } = await verifyCluster(cluster, { ...request, includeFinished: false }, work);
  const { workloads } = await takeInventory(cluster, request, work);
  return finishMove(
    cluster,
    {
      workloads: workloads.filter((one) => one.recorded && !inheritsRecords(one)),
      histories: workloads.filter((one) => one.recorded && inheritsRecords(one)),
      logins: findings.flatMap(({ kind, object, references: keys }) =>
        kind === 'pull-secret' && !keepCredentials ? [{ object, keys, spared: [] }] : [],
      ),
      ...{ scope: SCOPE, isOurs: () => true, ownerOf: () => 'ours' as const, onCleared },
      stateNamespace: 'registry-switch',
      maxInFlight: 2,
    },
    work,
  );
}

interface Wishes extends Pick<FinishRequest, 'onCleared'> {
  readonly keepCredentials: boolean;
}

export function outcomes({ objects }: FinishReport): Record<string, string> {
  return Object.fromEntries(objects.map(({ object, outcome }) => [object.name, outcome]));
}

export function keysOf(cluster: InMemoryCluster, secret: KubernetesObject): string[] {
  const config = JSON.parse(secretText(cluster.read(secret), CONFIG_KEY) ?? '{}') as { auths: object };
  return Object.keys(config.auths);
}
