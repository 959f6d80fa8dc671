import assert from 'node:assert/strict';
import { ClusterError, UsageError } from '../../../src/domain/errors.ts';
import type { Inventory } from '../../../src/domain/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { describeRef } from '../../../src/domain/kubernetes/object-ref.ts';
import { NODES, REPLICA_SETS } from '../../../src/domain/kubernetes/resource.ts';
import type { InventoryRequest } from '../../../src/domain/inventory/inventory-request.ts';
import { takeInventory } from '../../../src/workflow/inventory/take-inventory.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  job,
  replicaSet,
  replicationController,
  statefulSet,
} from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const PROMETHEUS = [{ resourceName: 'prometheuses.monitoring.coreos.com', paths: ['{.spec.image}'] }];

function node(name: string, architecture: string): KubernetesObject {
  const status = { nodeInfo: { operatingSystem: 'linux', architecture } };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name }, status };
}

async function take(
  objects: readonly KubernetesObject[],
  request: Partial<InventoryRequest> = {},
  cluster = new InMemoryCluster(objects),
): Promise<Inventory> {
  const scope = { namespaces: [], excludeNamespaces: [] };
  return takeInventory(cluster, { scope, customImages: [], ...request }, recordedWork());
}

function names({ workloads }: Inventory): string[] {
  return workloads.map(({ ref }) => describeRef(ref)).sort();
}

describe('takeInventory', () => {
  it('takes templates of all kinds, bare pods, and pods that nobody owns', async () => {
    const kinds = [deployment, statefulSet, daemonSet, cronJob, replicationController, job, replicaSet, pod];
    const inventory = await take(kinds.map((build) => build()));
    assert.deepEqual(names(inventory), [
      'CronJob shop/web',
      'DaemonSet shop/web',
      'Deployment shop/web',
      'Job shop/web',
      'Pod shop/web',
      'ReplicaSet shop/web',
      'ReplicationController shop/web',
      'StatefulSet shop/web',
    ]);
    assert.equal(inventory.pods.length, 1);
  });

  it('takes the owner and not its pods for workloads', async () => {
    const owner = statefulSet();
    const inventory = await take([owner, pod({ name: 'web-0', owner })]);
    assert.deepEqual(names(inventory), ['StatefulSet shop/web']);
    assert.deepEqual(
      inventory.pods.map(({ name }) => name),
      ['web-0'],
    );
  });

  it('lets one stand for an owner of an unknown kind', async () => {
    const inventory = await take([
      pod({ name: 'a', owner: stranger() }),
      pod({ name: 'b', owner: stranger() }),
    ]);
    assert.deepEqual(
      inventory.workloads.map(({ ref, unknownKind }) => [describeRef(ref), unknownKind]),
      [['Rollout shop/canary', true]],
    );
  });

  it('shows the images of all pods of an unknown owner, each once, but not what has finished', async () => {
    const owner = stranger();
    const { workloads } = await take([
      pod({ name: 'a', owner, containers: { app: 'x/app:1', log: 'x/log:1' } }),
      pod({ name: 'b', owner, containers: { app: 'x/app:2', log: 'x/log:1' } }),
      pod({ name: 'c', owner, initContainers: { app: 'x/app:2' }, containers: { log: 'x/log:1' } }),
      pod({ name: 'd', owner, image: 'x/app:0', phase: 'Succeeded' }),
      pod({ name: 'e', owner: stranger({ name: 'other' }), image: 'x/app:9' }),
    ]);
    const images = workloads.map(({ ref, images: all }) => [
      ref.name,
      all.map(({ slot, name, image }) => `${slot} ${name} ${image}`).sort(),
    ]);
    assert.deepEqual(Object.fromEntries(images), {
      canary: [
        'container app x/app:1',
        'container app x/app:2',
        'container log x/log:1',
        'initContainer app x/app:2',
      ],
      other: ['container app x/app:9'],
    });
  });

  const foreign: readonly [apiVersion: string, kind: string][] = [
    ['apps.kruise.io/v1beta1', 'StatefulSet'],
    ['apps.kruise.io/v1alpha1', 'DaemonSet'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
  ];
  for (const [apiVersion, kind] of foreign) {
    it(`does not take a ${kind} of ${apiVersion} for one of Kubernetes`, async () => {
      const { workloads } = await take([pod({ owner: stranger({ apiVersion, kind, name: 'theirs' }) })]);
      assert.deepEqual(
        workloads.map(({ ref, unknownKind }) => [ref.resource.group, describeRef(ref), unknownKind]),
        [[apiVersion.split('/')[0], `${kind} shop/theirs`, true]],
      );
    });
  }

  it('needs no stand-in for a custom resource that it reads', async () => {
    const owner = prometheus();
    const inventory = await take([owner, pod({ owner })], { customImages: PROMETHEUS });
    assert.deepEqual(
      inventory.workloads.map(({ ref, unknownKind }) => [describeRef(ref), unknownKind]),
      [['Prometheus shop/web', undefined]],
    );
  });

  it('takes a static pod, whose owner is its node', async () => {
    const owner = node('n1', 'amd64');
    const mirror = { 'kubernetes.io/config.mirror': 'x' };
    const inventory = await take([pod({ owner, annotations: mirror, nodeName: 'n1' })]);
    assert.deepEqual(
      inventory.workloads.map(({ staticPod }) => staticPod?.node),
      ['n1'],
    );
  });

  it('names each platform once', async () => {
    const nodes = [node('a', 'amd64'), node('b', 'arm64'), node('c', 'amd64')];
    const { platforms } = await take(nodes);
    assert.deepEqual(platforms, [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]);
  });

  it('counts what pods of real nodes run, and no status that was written by hand', async () => {
    const running = async (nodes: readonly KubernetesObject[]): Promise<boolean> => {
      const imageIds = { app: `old.example/shop/web@${digestOf('a')}` };
      const { pods } = await take([...nodes, pod({ nodeName: 'n1', imageIds })]);
      return pods[0]?.containers[0]?.running !== undefined;
    };
    assert.deepEqual(
      [await running([node('n1', 'amd64')]), await running([node('n2', 'amd64')])],
      [true, false],
    );
  });

  it('goes on without the nodes where it may not see them, and says so', async () => {
    const cluster = new InMemoryCluster([deployment()]);
    cluster.refuse('list', NODES, 'forbidden');
    const inventory = await take([], {}, cluster);
    assert.deepEqual([inventory.platforms, inventory.warnings.length], [[], 1]);
    assert.deepEqual(names(inventory), ['Deployment shop/web']);
  });

  it('throws where it would see only a part', async () => {
    const cluster = new InMemoryCluster([deployment()]);
    cluster.refuse('list', REPLICA_SETS, 'forbidden');
    await assert.rejects(take([], {}, cluster), ClusterError);
  });

  it('refuses a custom resource that the server does not know', async () => {
    await assert.rejects(
      take([], { customImages: PROMETHEUS }),
      (error) => error instanceof UsageError && error.message.includes('prometheuses.monitoring.coreos.com'),
    );
  });

  it('keeps to the namespaces', async () => {
    const objects = ['a', 'b', 'c'].map((namespace) => deployment({ namespace }));
    const named = await take(objects, { scope: { namespaces: ['a', 'b'], excludeNamespaces: ['b'] } });
    assert.deepEqual(names(named), ['Deployment a/web']);
    const globbed = await take(objects, { scope: { namespaces: ['[bc]', 'c*'], excludeNamespaces: [] } });
    assert.deepEqual(names(globbed), ['Deployment c/web']);
  });

  it('takes what a label selects, and everything below it', async () => {
    const web = deployment({ labels: { tier: 'front' } });
    const set = replicaSet({ owner: web });
    const objects = [
      web,
      set,
      pod({ name: 'web-1', owner: set }),
      deployment({ name: 'other' }),
      pod({ name: 'bare', labels: { tier: 'front' } }),
      pod({ name: 'bare-other' }),
    ];
    const scope = { namespaces: [], excludeNamespaces: [], labelSelector: 'tier=front' };
    const inventory = await take(objects, { scope });
    assert.deepEqual(names(inventory), ['Deployment shop/web', 'Pod shop/bare', 'ReplicaSet shop/web']);
    assert.deepEqual(inventory.pods.map(({ name }) => name).sort(), ['bare', 'web-1']);
  });
});
