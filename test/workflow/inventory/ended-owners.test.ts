import assert from 'node:assert/strict';
import type { Workload } from '../../../src/domain/inventory/workload.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { describeRef } from '../../../src/domain/kubernetes/object-ref.ts';
import { CONFIG_MAPS, type Resource } from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { takeInventory } from '../../../src/workflow/inventory/take-inventory.ts';
import { machine } from '../../support/builders/custom-resource.ts';
import { anObject, type ObjectShape } from '../../support/builders/object.ts';
import { pod } from '../../support/builders/pod.ts';
import { CRON_WORKFLOWS, SCALED_JOBS, WORKFLOWS } from '../../support/builders/resources.ts';
import { job } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const [OLD, NEW] = ['old.example/work:1', 'new.example/work:1'];
const DONE = { conditions: [{ type: 'Complete', status: 'True' }] };
const OVER = { phase: 'Succeeded', finishedAt: '2026-01-01T00:00:00Z' };

const at = (hour: number) => `2026-01-01T0${hour}:00:00Z`;

function scaledJob(image?: string, status: object = { conditions: [{ type: 'Ready', status: 'True' }] }) {
  const template = { spec: { containers: [{ name: 'app', image }] } };
  const spec = image === undefined ? {} : { jobTargetRef: { template } };
  return anObject(SCALED_JOBS, { name: 'scaled' }, { spec, status });
}

function endedJob(image: string, owner: KubernetesObject, hour = 1): KubernetesObject {
  return job({ name: `job-${hour}`, owner, image, status: DONE, creationTimestamp: at(hour) });
}

const cron = anObject(
  CRON_WORKFLOWS,
  { name: 'nightly' },
  { spec: { schedules: ['@daily'], workflowSpec: { workflowTemplateRef: { name: 'elsewhere' } } } },
);

function workflow(shape: ObjectShape, spec: object = {}): KubernetesObject {
  return anObject(WORKFLOWS, shape, { spec });
}

function endedPod(owner: KubernetesObject, image = OLD, hour = 1): KubernetesObject {
  return pod({
    name: `${owner.metadata.name}-${hour}`,
    owner,
    image,
    phase: 'Succeeded',
    creationTimestamp: at(hour),
  });
}

/** A pod of another namespace that says that the ScaledJob's uid is that of its own owner. */
function forged(phase: 'Succeeded' | 'Running'): KubernetesObject {
  const owner = { ...scaledJob(), apiVersion: 'evil.example/v1', kind: 'Thing' };
  return pod({ namespace: 'eve', name: phase.toLowerCase(), owner, image: OLD, phase });
}

async function take(objects: readonly KubernetesObject[], forbidden?: Resource, customImages: string[] = []) {
  const cluster = new InMemoryCluster(objects);
  if (forbidden !== undefined) cluster.refuse('get', forbidden, 'forbidden');
  const request = {
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: customImages.map((resourceName) => ({ resourceName, paths: ['{..image}'] })),
    isSource: namedSources(['old.example']),
  };
  return takeInventory(cluster, request, recordedWork());
}

async function owners(objects: readonly KubernetesObject[]): Promise<(readonly [string, string[]])[]> {
  const { workloads } = await take(objects);
  const named = ({ ref, images }: Workload) =>
    [describeRef(ref), images.map(({ name, image }) => `${name} ${image}`)] as const;
  return workloads.filter(({ nothingRuns }) => nothingRuns === true).map(named);
}

describe('owners of what has ended', () => {
  const shown: Readonly<Record<string, readonly [KubernetesObject[], (readonly [string, string[]])[]]>> = {
    'a ScaledJob that names the image': [
      [scaledJob(OLD), endedJob(OLD, scaledJob())],
      [['ScaledJob shop/scaled', [`/spec/jobTargetRef/template/spec/containers/0/image ${OLD}`]]],
    ],
    'a ScaledJob whose uid a pod elsewhere gives for its own owner': [
      [forged('Succeeded'), forged('Running'), scaledJob(OLD), endedJob(OLD, scaledJob())],
      [['ScaledJob shop/scaled', [`/spec/jobTargetRef/template/spec/containers/0/image ${OLD}`]]],
    ],
    'a ScaledJob beside a pod whose owner can have no such name': [
      [
        scaledJob(OLD),
        endedJob(OLD, scaledJob()),
        endedPod({ ...scaledJob(), metadata: { ...scaledJob().metadata, name: '%2e%2e', uid: 'odd' } }),
      ],
      [['ScaledJob shop/scaled', [`/spec/jobTargetRef/template/spec/containers/0/image ${OLD}`]]],
    ],
    'a ScaledJob that names a templated image': [
      [scaledJob('{{registry}}/work:1'), endedJob(OLD, scaledJob())],
      [['ScaledJob shop/scaled', [`app ${OLD}`]]],
    ],
    'a ScaledJob whose controller completes what it names': [
      [scaledJob('work:1'), endedJob(OLD, scaledJob())],
      [['ScaledJob shop/scaled', [`app ${OLD}`]]],
    ],
    'a ScaledJob that was given the source since': [
      [scaledJob(OLD), endedJob(OLD, scaledJob(), 1), endedJob(NEW, scaledJob(), 2)],
      [['ScaledJob shop/scaled', [`/spec/jobTargetRef/template/spec/containers/0/image ${OLD}`]]],
    ],
    'a ScaledJob that was changed since': [[scaledJob(NEW), endedJob(OLD, scaledJob())], []],
    'an owner that names nothing, whose last Job came from elsewhere': [
      [scaledJob(), endedJob(OLD, scaledJob(), 1), endedJob(NEW, scaledJob(), 2)],
      [],
    ],
    'an owner that names nothing, whose Job runs and tells itself': [
      [
        scaledJob(),
        endedJob(OLD, scaledJob(), 1),
        job({ name: 'now', owner: scaledJob(), creationTimestamp: at(2) }),
      ],
      [],
    ],
    'an owner that is gone': [[endedJob(OLD, scaledJob())], []],
    'an owner of Kubernetes itself, which starts no pods': [
      [anObject(CONFIG_MAPS, { name: 'cfg' }, {}), endedPod(anObject(CONFIG_MAPS, { name: 'cfg' }, {}))],
      [],
    ],
    'an owner that is over': [[scaledJob(OLD, OVER), endedJob(OLD, scaledJob())], []],
    'a CronWorkflow behind Workflows that are over': [
      [
        cron,
        workflow({ name: 'a', owner: cron, status: OVER, creationTimestamp: at(1) }),
        workflow({ name: 'b', owner: cron, status: OVER, creationTimestamp: at(2) }),
        endedPod(workflow({ name: 'a' }), 'old.example/other:1'),
        endedPod(workflow({ name: 'b' })),
      ],
      [['CronWorkflow shop/nightly', [`app ${OLD}`]]],
    ],
    'a CronWorkflow whose last Workflow came from elsewhere': [
      [
        cron,
        workflow({ name: 'a', owner: cron, status: OVER, creationTimestamp: at(1) }),
        workflow({ name: 'b', owner: cron, status: OVER, creationTimestamp: at(2) }),
        endedPod(workflow({ name: 'a' })),
        endedPod(workflow({ name: 'b' }), NEW),
      ],
      [],
    ],
    'an owner that waits below one that names other images': [
      [
        scaledJob(NEW),
        workflow({ name: 'lower', owner: scaledJob(), status: { phase: 'Running' } }),
        endedPod(workflow({ name: 'lower' })),
      ],
      [['Workflow shop/lower', [`app ${OLD}`]]],
    ],
    'an owner of no namespace': [
      [machine({ name: 'm', image: OLD }), endedPod(machine({ name: 'm' }))],
      [['Machine m', [`/spec/image ${OLD}`]]],
    ],
    'a Workflow of nobody that is over': [
      [
        workflow({ name: 'once', status: OVER }, { templates: [{ container: { image: OLD } }] }),
        endedPod(workflow({ name: 'once' })),
      ],
      [],
    ],
    'a Workflow that waits before its next step': [
      [
        workflow({ name: 'once', status: { phase: 'Running', finishedAt: null } }),
        endedPod(workflow({ name: 'once' })),
      ],
      [['Workflow shop/once', [`app ${OLD}`]]],
    ],
  };
  for (const [what, [objects, expected]] of Object.entries(shown)) {
    it(`${expected.length === 0 ? 'say nothing' : 'stand for what is to come'}: ${what}`, async () => {
      assert.deepEqual(await owners(objects), expected);
    });
  }

  it('are unseen where they may not be read, which is told', async () => {
    const { workloads, ownersUnseen, warnings } = await take(
      [scaledJob(OLD), endedJob(OLD, scaledJob())],
      SCALED_JOBS,
    );
    assert.deepEqual(
      workloads.map(({ ref }) => describeRef(ref)),
      ['Job shop/job-1'],
    );
    assert.equal(ownersUnseen, true);
    assert.match(
      warnings.join(),
      /unknown whether these will start pods from the source again, as you have no permission to get scaledjobs\.keda\.sh: ScaledJob shop\/scaled$/,
    );
  });

  it('take no Secret of a namespace along where they belong to none', async () => {
    const { workloads } = await take([machine({ name: 'm', image: OLD }), endedPod(machine({ name: 'm' }))]);
    const [owner] = workloads.filter(({ nothingRuns }) => nothingRuns === true);
    assert.deepEqual([owner?.pullSecrets, owner?.serviceAccount], [[], undefined]);
  });

  it('are not asked for where nothing that ended came from the source', async () => {
    const { ownersUnseen, warnings } = await take([scaledJob(NEW), endedJob(NEW, scaledJob())], SCALED_JOBS);
    assert.deepEqual([ownersUnseen, warnings], [undefined, []]);
  });

  it('need no stand-in where they are read themselves', async () => {
    const { workloads } = await take([scaledJob(OLD), endedJob(OLD, scaledJob())], undefined, [
      'scaledjobs.keda.sh',
    ]);
    assert.deepEqual(
      workloads.filter(({ unknownKind }) => unknownKind === true),
      [],
    );
  });
});
