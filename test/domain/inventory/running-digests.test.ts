import assert from 'node:assert/strict';
import {
  type Running,
  type RunningImage,
  runningDigests,
} from '../../../src/domain/inventory/running-digests.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { digestOf, pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { daemonSet, deployment, job, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

const IMAGE = 'old.example/app:1';
const A = digestOf('a');
const B = digestOf('b');
const repository = 'old.example/app';

/** What runs for the image of the first object. */
function running(objects: readonly KubernetesObject[]): Running {
  const inventory = inventoryOf(objects);
  const [first] = inventory.workloads;
  const [field] = first?.images ?? [];
  assert.ok(first !== undefined && field !== undefined);
  return runningDigests(inventory)(first, field);
}

const web = deployment({ image: IMAGE });
const set = replicaSet({ image: IMAGE, owner: web });
const run = (name: string, digest: string, shape: RunningPodShape = {}): KubernetesObject =>
  pod({ name, image: IMAGE, owner: set, imageIds: { app: `${repository}@${digest}` }, ...shape });

/** As a webhook rewrites pods, which all pull through a mirror then. */
const REWRITTEN: RunningPodShape = { image: 'mirror.example/old/app:1' };
const ONE: RunningImage = { repository, digest: A, pods: 1 };
const made = statefulSet({
  image: IMAGE,
  owner: prometheus({ image: IMAGE }),
  status: { updateRevision: 'web-2' },
});
const updated = statefulSet({ image: IMAGE, status: { updateRevision: 'web-2' } });
const batch = job({ image: IMAGE });
const daemons = daemonSet({
  image: IMAGE,
  annotations: { 'deprecated.daemonset.template.generation': '3' },
});
const revision = (name: string): Record<string, string> => ({ 'controller-revision-hash': name });

/** A ReplicaSet whose template was written at a time. */
function replicas(time: string): KubernetesObject {
  const object = replicaSet({ image: IMAGE });
  const written = { 'f:spec': { 'f:template': { 'f:spec': {} } } };
  const managedFields = [
    { manager: 'kubectl', operation: 'Update', time, fieldsV1: written },
    { manager: 'scaler', operation: 'Update', time: '2027-01-01T00:00:00Z', fieldsV1: { 'f:spec': {} } },
  ];
  const metadata = { ...object.metadata, managedFields };
  return { ...object, metadata };
}

describe('runningDigests', () => {
  const cases: readonly [string, readonly KubernetesObject[], readonly RunningImage[]][] = [
    [
      "counts pods below pods' controllers",
      [web, set, run('x', A), run('y', A)],
      [{ repository, digest: A, pods: 2 }],
    ],
    [
      'tells digests apart',
      [web, set, run('x', A), run('y', B)],
      [
        { repository, digest: A, pods: 1 },
        { repository, digest: B, pods: 1 },
      ],
    ],
    ['leaves finished pods out', [web, set, run('x', A, { phase: 'Failed' })], []],
    [
      'leaves pods of another revision out',
      [
        web,
        replicaSet({ image: 'old.example/app:2', owner: web }),
        run('x', A, { image: 'old.example/app:2' }),
      ],
      [],
    ],
    ['counts pods that were made to say something else', [web, set, run('x', A, REWRITTEN)], [ONE]],
    [
      'leaves pods of another revision out that were made to say something else',
      [web, replicaSet({ image: 'old.example/app:2', owner: web }), run('x', A, REWRITTEN)],
      [],
    ],
    [
      'counts what a StatefulSet has made from its template by now, whatever it says',
      [updated, run('x', A, { ...REWRITTEN, owner: updated, labels: revision('web-2') })],
      [ONE],
    ],
    [
      'leaves what a StatefulSet has made from another template out',
      [updated, run('x', A, { ...REWRITTEN, owner: updated, labels: revision('web-1') })],
      [],
    ],
    [
      'counts what a DaemonSet has made from its template by now, whatever it says',
      [daemons, run('x', A, { ...REWRITTEN, owner: daemons, labels: { 'pod-template-generation': '3' } })],
      [ONE],
    ],
    [
      'leaves what a DaemonSet has made from another template out',
      [daemons, run('x', A, { ...REWRITTEN, owner: daemons, labels: { 'pod-template-generation': '2' } })],
      [],
    ],
    [
      'counts the pods of a Job, whose template never changes',
      [batch, run('x', A, { ...REWRITTEN, owner: batch })],
      [ONE],
    ],
    [
      'counts pods of a ReplicaSet that came after its template',
      [
        replicas('2026-01-01T00:00:00Z'),
        run('x', A, { ...REWRITTEN, owner: replicaSet(), creationTimestamp: '2026-01-01T00:00:01Z' }),
      ],
      [ONE],
    ],
    [
      'leaves pods of a custom resource out that its operator made from something else',
      [prometheus({ image: 'old.example/app:2' }), made, run('x', A, { ...REWRITTEN, owner: made })],
      [],
    ],
    [
      'counts pods of a custom resource that were made to say something else',
      [
        prometheus({ image: IMAGE }),
        made,
        run('x', A, { ...REWRITTEN, owner: made, labels: revision('web-2') }),
      ],
      [ONE],
    ],
    [
      'leaves other containers out',
      [web, set, run('x', A, { containers: { other: IMAGE }, imageIds: { other: `${repository}@${A}` } })],
      [],
    ],
    ['leaves pods of others out', [web, set, run('x', A, { owner: statefulSet() })], []],
    [
      'leaves pods out that have not started',
      [web, set, run('x', A, { waiting: { app: 'ContainerCreating' } })],
      [],
    ],
    [
      'counts a bare pod itself',
      [pod({ image: IMAGE, imageIds: { app: `${repository}@${A}` } })],
      [{ repository, digest: A, pods: 1 }],
    ],
  ];
  for (const [name, objects, expected] of cases) {
    it(name, () => {
      assert.deepEqual(running(objects), { images: expected, unknown: 0 });
    });
  }

  const old = '2025-12-31T00:00:00Z';
  const unknown: readonly [string, readonly KubernetesObject[], number][] = [
    [
      'runtimes that report the digest of a configuration',
      [web, set, run('x', A, { imageIds: { app: A } }), run('y', A, { imageIds: { app: `docker://${A}` } })],
      2,
    ],
    ['runtimes that report none', [web, set, run('x', A, { imageIds: {} })], 1],
    ['no pods that have not started', [web, set, run('x', A, { waiting: { app: 'ContainerCreating' } })], 0],
    [
      'no pods of another revision',
      [
        web,
        replicaSet({ image: 'old.example/app:2', owner: web }),
        run('x', A, { ...REWRITTEN, imageIds: { app: A } }),
      ],
      0,
    ],
    ['no containers of others', [web, set, run('x', A, { containers: { other: IMAGE } })], 0],
    [
      'pods of a ReplicaSet of which nobody knows whether they follow it',
      [
        replicas('2026-01-01T00:00:00Z'),
        run('x', A, { ...REWRITTEN, owner: replicaSet(), creationTimestamp: old }),
      ],
      1,
    ],
  ];
  for (const [name, objects, pods] of unknown) {
    it(`is unknown for ${name}`, () => {
      const { images, unknown } = running(objects);
      assert.deepEqual({ images, unknown }, { images: [], unknown: pods });
    });
  }

  it('tells which configurations docker-like runtimes report, by pods', () => {
    const pods = [run('x', A, { imageIds: { app: A } }), run('y', A, { imageIds: { app: `docker://${A}` } })];
    assert.deepEqual(running([web, set, ...pods]).configs, [{ config: A, pods: 2 }]);
    assert.equal(running([web, set, run('x', A)]).configs, undefined);
  });

  it('counts any container for a field of a custom resource, once a pod', () => {
    const owner = prometheus({ image: IMAGE });
    const made = statefulSet({ image: IMAGE, owner });
    const two = run('x', A, {
      owner: made,
      containers: { one: IMAGE, two: IMAGE },
      imageIds: { one: `${repository}@${A}`, two: `${repository}@${A}` },
    });
    const images = [{ repository, digest: A, pods: 1 }];
    assert.deepEqual(running([owner, made, two]), { images, unknown: 0 });
  });
});
