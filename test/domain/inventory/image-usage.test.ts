import assert from 'node:assert/strict';
import { imageUsage } from '../../../src/domain/inventory/image-usage.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { cronJob, deployment, job, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

const IMAGE = 'old.example/app:1';
const A = digestOf('a');
const web = deployment({ image: IMAGE });
const set = replicaSet({ image: IMAGE, owner: web });
const running = pod({ name: 'x', image: IMAGE, owner: set, imageIds: { app: `old.example/app@${A}` } });
const webUser = { workload: 'Deployment shop/web', slot: 'container', name: 'app', managedBy: [] };

function items(objects: readonly KubernetesObject[]): readonly unknown[] {
  return imageUsage(inventoryOf(objects)).items;
}

describe('imageUsage', () => {
  it('lists an image once, with its user, its pods and what runs', () => {
    const second = pod({ name: 'y', image: IMAGE, owner: set });
    assert.deepEqual(items([web, set, running, second]), [
      { image: IMAGE, registry: 'old.example', digests: [A], pods: 2, users: [webUser] },
    ]);
  });

  it('tells images that are only mentioned from places of images, by their registry', () => {
    const args = ['--solver=old.example/solver:1', '--registry=old.example/', '--mirror=old.example/team/'];
    const inventory = inventoryOf(
      [deployment({ image: IMAGE, container: { args } })],
      {},
      mentionFinder(namedPlaces(['old.example'])),
    );
    assert.deepEqual(
      imageUsage(inventory).items.map(({ image, registry, isPlace }) => [image, registry, isPlace]),
      [
        ['old.example/', 'old.example', true],
        ['old.example/app:1', 'old.example', undefined],
        ['old.example/solver:1', 'old.example', undefined],
        ['old.example/team/', 'old.example', true],
      ],
    );
  });

  it('tells what is only in the pods', () => {
    const injected = pod({ name: 'x', containers: { app: IMAGE, mesh: 'mesh.example/proxy:1' }, owner: set });
    const [mesh] = items([web, set, injected]);
    assert.deepEqual(mesh, {
      image: 'mesh.example/proxy:1',
      registry: 'mesh.example',
      digests: [],
      pods: 1,
      users: [{ ...webUser, name: 'mesh', injected: true }],
    });
  });

  it('takes for injected what no template below a custom resource declares, and nothing else', () => {
    const top = prometheus({ name: 'top', image: IMAGE });
    const made = statefulSet({ containers: { app: IMAGE, reload: 'x.example/reload:1' }, owner: top });
    const containers = { app: IMAGE, reload: 'x.example/reload:1', mesh: 'mesh.example/proxy:1' };
    const { items: found } = imageUsage(
      inventoryOf([
        top,
        made,
        pod({ containers, owner: made, initContainers: { app: 'mesh.example/init:1' } }),
      ]),
    );
    const injected = found.flatMap(({ image, users }) =>
      users.some((user) => user.injected === true) ? [image] : [],
    );
    assert.deepEqual(injected, ['mesh.example/init:1', 'mesh.example/proxy:1']);
  });

  it('counts a bare pod as its own user', () => {
    assert.deepEqual(items([pod({ image: IMAGE })]), [
      {
        image: IMAGE,
        registry: 'old.example',
        digests: [],
        pods: 1,
        users: [{ workload: 'Pod shop/web', slot: 'container', name: 'app', managedBy: [] }],
      },
    ]);
  });

  const rest: readonly [string, readonly KubernetesObject[]][] = [
    ['the history of a Deployment', [replicaSet({ owner: web, replicas: 0 })]],
    ['a finished Job', [job({ status: { conditions: [{ type: 'Complete', status: 'True' }] } })]],
    ['a finished pod', [pod({ phase: 'Succeeded' })]],
  ];
  for (const [name, objects] of rest) {
    it(`leaves out ${name}`, () => {
      assert.deepEqual(items(objects), []);
    });
  }

  const asItIs: readonly [string, KubernetesObject][] = [
    ['a ReplicaSet without pods of a Rollout', replicaSet({ owner: stranger(), replicas: 0 })],
    ['a Job of a CronJob', job({ owner: cronJob() })],
  ];
  for (const [name, object] of asItIs) {
    it(`names ${name}, which may start pods as it is`, () => {
      const { items: found } = imageUsage(inventoryOf([object]));
      assert.deepEqual(
        found.map(({ pods, users }) => [pods, users.length]),
        [[0, 1]],
      );
    });
  }

  it('sorts by registry, and names none for what nobody can read', () => {
    const containers = { a: 'b.example/x', b: 'nginx', c: 'a.example/z', d: 'a.example/y', e: 'Not Valid' };
    const { items: found } = imageUsage(inventoryOf([deployment({ containers })]));
    assert.deepEqual(
      found.map(({ registry, image }) => [registry, image]),
      [
        [undefined, 'Not Valid'],
        ['a.example', 'a.example/y'],
        ['a.example', 'a.example/z'],
        ['b.example', 'b.example/x'],
        ['docker.io', 'nginx'],
      ],
    );
  });

  it('passes warnings on', () => {
    assert.deepEqual(imageUsage(inventoryOf([], { warnings: ['w'] })).warnings, ['w']);
  });
});
