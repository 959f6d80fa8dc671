/** A cluster with Deckhouse in memory, two registries, and what a switch makes of them. */
import { ExpectedError } from '../../../../src/domain/errors.ts';
import { valueAt } from '../../../../src/domain/kubernetes/pod-spec.ts';
import type {
  PlatformPorts,
  PlatformSwitchReport,
  PlatformTarget,
} from '../../../../src/domain/plan/profile.ts';
import { DECKHOUSE_SWITCHER } from '../../../../src/profiles/deckhouse/switch/deckhouse-switcher.ts';
import { digestOf, pod } from '../../../support/builders/pod.ts';
import { secret } from '../../../support/builders/secrets.ts';
import { deployment, replicaSet } from '../../../support/builders/workloads.ts';
import { fakeRegistries, type Shelf } from '../../../support/fake-registries.ts';
import { InMemoryCluster } from '../../../support/in-memory-cluster.ts';
import { recordedWork } from '../../../support/recorded-work.ts';
import { READY } from '../../../workflow/rollout/controllers.ts';

export const OLD = 'old.example:5000/dkp';
export const NEW = 'new.example/mirror/dkp';
export const PROXY = digestOf('proxy');
export const GRAFANA = digestOf('grafana');
export const RUNS = digestOf('v1');

export const REGISTRY = secret(
  {
    namespace: 'd8-system',
    name: 'deckhouse-registry',
    labels: { heritage: 'deckhouse', name: 'deckhouse-registry' },
  },
  {
    '.dockerconfigjson': '{"auths":{"old.example:5000":{"auth":"b2xkOnNlY3JldA=="}}}',
    address: 'old.example:5000',
    path: '/dkp',
    scheme: 'https',
    ca: 'OLD CA',
    clusterIsBootstrapped: '"true"',
    imagesRegistry: OLD,
  },
);
export const DECKHOUSE = deployment({
  namespace: 'd8-system',
  name: 'deckhouse',
  containers: { deckhouse: `${OLD}:v1`, 'kube-rbac-proxy': `${OLD}@${PROXY}` },
  status: READY,
});
export const RENDERED = deployment({
  namespace: 'd8-monitoring',
  name: 'grafana',
  labels: { heritage: 'deckhouse', module: 'prometheus' },
  image: `${OLD}@${GRAFANA}`,
});
export const SET = replicaSet({ namespace: 'd8-system', name: 'deckhouse-1', owner: DECKHOUSE, replicas: 0 });
export const POD = pod({
  namespace: 'd8-system',
  name: 'deckhouse-0',
  owner: SET,
  labels: { app: 'deckhouse' },
  containers: { deckhouse: `${OLD}:v1` },
  imageIds: { deckhouse: `${OLD}@${RUNS}` },
});
export const AT_TARGET: Shelf = {
  [`${NEW}:v1`]: RUNS,
  [`${NEW}@${PROXY}`]: PROXY,
  [`${NEW}@${GRAFANA}`]: GRAFANA,
};
export const AT_SOURCE: Shelf = {
  [`${OLD}:v1`]: RUNS,
  [`${OLD}@${PROXY}`]: PROXY,
  [`${OLD}@${GRAFANA}`]: GRAFANA,
};
export const TARGET: PlatformTarget = {
  place: { host: 'new.example', path: 'mirror/dkp' },
  connection: { tls: 'enabled' },
  credential: { kind: 'basic', username: 'me', password: 'p"\\$ü' },
};
export const KEYS = [
  '.dockerconfigjson',
  'address',
  'path',
  'scheme',
  'ca',
  'clusterIsBootstrapped',
  'imagesRegistry',
];

export function estate(): InMemoryCluster {
  return new InMemoryCluster([REGISTRY, DECKHOUSE, RENDERED, SET, POD]);
}

export function portsOf(cluster: InMemoryCluster, shelf: Shelf): PlatformPorts {
  return {
    cluster,
    connectionFor: () => ({ tls: 'enabled' as const }),
    openRegistries: () => fakeRegistries(shelf),
  };
}

export async function switched(
  cluster: InMemoryCluster,
  shelf: Shelf = AT_TARGET,
  target = TARGET,
): Promise<PlatformSwitchReport> {
  const prepared = await DECKHOUSE_SWITCHER.prepare(portsOf(cluster, shelf), target, recordedWork());
  return prepared.run(cluster, { timeoutSeconds: 0 }, recordedWork());
}

export async function rolledBack(
  cluster: InMemoryCluster,
  shelf: Shelf = AT_SOURCE,
): Promise<PlatformSwitchReport> {
  const prepared = await DECKHOUSE_SWITCHER.prepareRollback(portsOf(cluster, shelf), recordedWork());
  return prepared.run(cluster, { timeoutSeconds: 0 }, recordedWork());
}

export function imagesOf(cluster: InMemoryCluster): unknown {
  const containers = valueAt(cluster.read(DECKHOUSE), ['spec', 'template', 'spec', 'containers']);
  return (containers as readonly { readonly image: string }[]).map(({ image }) => image);
}

export function keysOf(cluster: InMemoryCluster): unknown {
  const data = cluster.read(REGISTRY).data as Readonly<Record<string, string>>;
  return KEYS.map((key) => {
    const value = data[key];
    return value === undefined ? 'absent' : Buffer.from(value, 'base64').toString();
  });
}

export async function refusal(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (error instanceof ExpectedError) return [error.message, error.nextStep].join('\n');
    throw error;
  }
  return 'nothing was refused';
}

/** The status of a Deployment that stays unready as long as it had these images before the patch. */
export function notReadyWith(
  cluster: InMemoryCluster,
  images: readonly string[],
): InMemoryCluster['statusOf'] {
  return ({ kind, status }) => {
    if (kind !== 'Deployment') return status;
    return JSON.stringify(imagesOf(cluster)) === JSON.stringify(images)
      ? { ...READY, updatedReplicas: 0 }
      : READY;
  };
}

export const OLD_IMAGES = [`${OLD}:v1`, `${OLD}@${PROXY}`];
export const NEW_IMAGES = [`${NEW}:v1`, `${NEW}@${PROXY}`];
