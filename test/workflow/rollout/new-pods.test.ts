import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { newPodsOf } from '../../../src/workflow/rollout/pods-of-workload.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { resourceOf } from '../../support/builders/resources.ts';
import { rollout } from '../../support/builders/workloads-of-others.ts';
import { daemonSet, deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const OLD = 'old.example/a:1';
const NEW = 'new.example/a:1';
/** Webhooks make pods of old and new templates say it. */
const MIRROR = 'mirror.example/a:1';
const labels = { app: 'web' };
const numbered = (revision: string): Record<string, string> => ({
  'deployment.kubernetes.io/revision': revision,
});

const web = deployment({ image: NEW, annotations: numbered('2') });
const first = replicaSet({ name: 'web-1', image: OLD, owner: web, labels, annotations: numbered('1') });
const second = replicaSet({ name: 'web-2', image: NEW, owner: web, labels, annotations: numbered('2') });
const canary = rollout({
  ...{ name: 'canary', status: { currentPodHash: 'bbb' } },
  spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
});
const canaries = replicaSet({ name: 'canary-1', image: NEW, owner: canary, labels });
const stateful = statefulSet({ image: NEW, status: { updateRevision: 'web-2' } });
const daemons = daemonSet({ image: NEW, annotations: { 'deprecated.daemonset.template.generation': '2' } });
const log = changeLog([{ images: [{ slot: 'container', name: 'app', from: OLD, to: NEW }] }]);
const replicas = replicaSet({ image: NEW, annotations: log });

describe('newPodsOf: pods that were made from the template as it is now', () => {
  const made = (name: string, owner: KubernetesObject, shape: RunningPodShape = {}): KubernetesObject =>
    pod({ name, owner, image: MIRROR, ...shape, labels: { ...labels, ...shape.labels } });
  const cases: readonly [string, KubernetesObject, readonly KubernetesObject[]][] = [
    ['a Deployment', web, [first, second, made('old', first), made('new', second)]],
    [
      'a Deployment of which no ReplicaSet is known by what they say',
      deployment({ image: NEW }),
      [made('old', first, { image: OLD }), made('new', second, { image: NEW })],
    ],
    [
      'a Deployment that a Rollout has its template from',
      web,
      [
        ...[first, second, canary, canaries],
        made('old', canaries, { labels: { 'rollouts-pod-template-hash': 'aaa' } }),
        made('new', canaries, { labels: { 'rollouts-pod-template-hash': 'bbb' } }),
      ],
    ],
    [
      'a StatefulSet',
      stateful,
      [
        made('old', stateful, { labels: { 'controller-revision-hash': 'web-1' } }),
        made('new', stateful, { labels: { 'controller-revision-hash': 'web-2' } }),
      ],
    ],
    [
      'a DaemonSet',
      daemons,
      [
        made('old', daemons, { labels: { 'pod-template-generation': '1' } }),
        made('new', daemons, { labels: { 'pod-template-generation': '2' } }),
      ],
    ],
    [
      'a ReplicaSet by what they say',
      replicas,
      [made('old', replicas, { image: OLD }), made('new', replicas)],
    ],
  ];
  for (const [name, workload, others] of cases) {
    it(`tells those of ${name}`, async () => {
      const cluster = new InMemoryCluster([workload, ...others]);
      const found = await newPodsOf(cluster, workload, new AbortController().signal);
      assert.deepEqual(
        found.map((one) => one.name),
        ['new'],
      );
    });
  }

  it('lists no Rollouts where no pod is of one', async () => {
    const cluster = new InMemoryCluster([web, canary, first, second, made('new', second)]);
    cluster.refuse('list', resourceOf(canary), 'forbidden');
    const found = await newPodsOf(cluster, web, new AbortController().signal);
    assert.deepEqual(
      found.map((one) => one.name),
      ['new'],
    );
  });
});
