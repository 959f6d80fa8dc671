import assert from 'node:assert/strict';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { digestOf, pod, type RunningPodShape } from '../../support/builders/pod.ts';
import {
  cronJob,
  deployment,
  replicaSet,
  statefulSet,
  type WorkloadShape,
} from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { READY } from '../rollout/controllers.ts';
import { image, moved, runSwitch, type SwitchOptions } from './switch-run.ts';

const [FROM, TO] = [image('web'), moved('web')];
const PROVEN = digestOf(TO);
const STRANGE = digestOf('pushed by somebody else');

interface Scene extends SwitchOptions {
  readonly object?: KubernetesObject;
  /** What the one pod is like whenever the template says the target. */
  readonly pod?: RunningPodShape;
  readonly others?: readonly KubernetesObject[];
  /** The status before and after. */
  readonly status?: object;
}

interface End {
  readonly result: SwitchedWorkload;
  /** Images of the template at the end. */
  readonly images: readonly string[];
}

/** Of a StatefulSet that is ready. */
const STATEFUL = {
  ...{ replicas: 1, readyReplicas: 1, updatedReplicas: 1, observedGeneration: 1000 },
  ...{ currentRevision: 'web-2', updateRevision: 'web-2' },
};

const shape = (more: WorkloadShape = {}): WorkloadShape => ({ image: FROM, status: READY, ...more });
const runs = (digest: string): RunningPodShape => ({
  image: TO,
  imageIds: { app: `new.example/web@${digest}` },
});

async function end({
  object = deployment(shape()),
  pod: running,
  status = READY,
  others = [],
  ...options
}: Scene): Promise<End> {
  const cluster = new InMemoryCluster([object, ...others]);
  cluster.statusOf = (written) => {
    const isNew = JSON.stringify(written.spec).includes('new.example');
    const owner = written.kind === 'Deployment' ? {} : { owner: written };
    const like = isNew ? running : { image: FROM };
    if (like !== undefined) cluster.put(pod({ name: 'web-0', labels: { app: 'web' }, ...owner, ...like }));
    return status;
  };
  const report = await runSwitch(cluster, [plannedChange(object)], options);
  const [result] = report.workloads;
  assert.ok(result);
  return { result, images: imagesOf(cluster.read(object)) };
}

function imagesOf(object: KubernetesObject): string[] {
  return imageFields(object).map((one) => one.image);
}

/** As the kubelet tells when it has started the containers of a pod anew. */
function restarted(status: unknown, restartCount: number): unknown {
  const { containerStatuses, ...rest } = status as { readonly containerStatuses: readonly object[] };
  return { ...rest, containerStatuses: containerStatuses.map((one) => ({ ...one, restartCount })) };
}

describe('switchWorkloads: what the pods run afterwards', () => {
  it('is what was proven', async () => {
    const { result, images } = await end({ pod: runs(PROVEN) });
    assert.deepEqual([result.outcome, result.message, images], ['switched', '1 of 1 pods available', [TO]]);
  });

  const differing: Readonly<Record<string, Scene>> = {
    'a container': { pod: runs(STRANGE) },
    'an init container': {
      object: deployment(shape({ initContainers: { first: image('first') } })),
      pod: {
        ...{ image: TO, initContainers: { first: moved('first') } },
        imageIds: { app: `new.example/web@${PROVEN}`, first: `new.example/first@${STRANGE}` },
      },
    },
    'a pod that was replaced by hand': {
      object: replicaSet(shape({ status: { replicas: 1, readyReplicas: 1, observedGeneration: 1000 } })),
      status: { replicas: 1, readyReplicas: 1, observedGeneration: 1000 },
      pod: runs(STRANGE),
    },
    'one that was not ready before either': {
      object: deployment(shape({ status: { ...READY, availableReplicas: 0 } })),
      status: { ...READY, availableReplicas: 0 },
      pod: runs(STRANGE),
    },
    'a pod that a webhook has made to say something else': {
      object: statefulSet(shape({ status: STATEFUL })),
      status: STATEFUL,
      pod: {
        image: 'mirror.example/web:1',
        imageIds: { app: `mirror.example/web@${STRANGE}` },
        labels: { app: 'web', 'controller-revision-hash': 'web-2' },
      },
    },
    'one whose wave goes on otherwise': { pod: runs(STRANGE), onFailure: 'continue' },
  };
  for (const [name, scene] of Object.entries(differing)) {
    it(`is taken back where it is something else: ${name}`, async () => {
      const { result, images } = await end(scene);
      assert.equal(result.outcome, 'rolled-back');
      assert.match(
        result.message,
        new RegExp(`^pod web-0: (init )?container .* runs ${STRANGE} .*; rolled back`),
      );
      assert.match(result.evidence?.[0] ?? '', /^pod web-0: .* was proven$/);
      assert.ok(images.every((one) => one.startsWith('old.example/')));
    });
  }

  it('is taken back in a bare pod too', async () => {
    const like = { image: FROM, imageIds: { app: `old.example/web@${PROVEN}` } };
    const object = pod({ name: 'web', ...like });
    const cluster = new InMemoryCluster([object]);
    cluster.statusOf = (written) => {
      const isNew = JSON.stringify(written.spec).includes('new.example');
      const { status } = pod({ ...like, ...(isNew ? runs(STRANGE) : {}) });
      return restarted(status, isNew ? 1 : 2);
    };
    const report = await runSwitch(cluster, [plannedChange(object)]);
    assert.equal(report.workloads[0]?.outcome, 'rolled-back');
    assert.deepEqual(imagesOf(cluster.read(object)), [FROM]);
  });

  it('is the same where the runtime gives it the foreign name that it gave it before', async () => {
    const foreign = { imageIds: { app: `mirror.example/x@${STRANGE}` } };
    const before = pod({ name: 'web-0', image: FROM, labels: { app: 'web' }, ...foreign });
    const { result } = await end({ others: [before], pod: { image: TO, ...foreign } });
    assert.equal(result.outcome, 'switched');
  });

  it('is noted where it is not known', async () => {
    const object = deployment(shape({ imageVolumes: { models: image('models') } }));
    const like = { image: TO, imageVolumes: { models: moved('models') }, imageIds: { app: 'sha256:0a1b' } };
    const { result } = await end({ object, pod: like });
    assert.equal(result.outcome, 'switched');
    assert.equal(
      result.message,
      '1 of 1 pods available; not compared by digest: volume models, container app',
    );
  });

  it('is nothing where no pod runs', async () => {
    const { result } = await end({ object: cronJob(shape()) });
    assert.deepEqual([result.outcome, result.message], ['switched', 'patched']);
  });

  it('is looked at again when the wave has settled', async () => {
    const object = deployment(shape());
    const cluster = new InMemoryCluster([
      object,
      pod({ name: 'web-0', labels: { app: 'web' }, ...runs(PROVEN) }),
    ]);
    const work = recordedWork();
    const settling = {
      ...work.progress,
      update: (text: string) => {
        if (!text.includes('watching')) return;
        cluster.put(pod({ name: 'web-0', labels: { app: 'web' }, ...runs(STRANGE) }));
      },
    };
    const options = { settleSeconds: 0.01 };
    const report = await runSwitch(cluster, [plannedChange(object)], options, {
      ...work,
      progress: settling,
    });
    assert.equal(report.workloads[0]?.outcome, 'rolled-back');
    assert.deepEqual(imagesOf(cluster.read(object)), [FROM]);
  });
});
