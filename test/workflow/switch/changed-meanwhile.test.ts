import assert from 'node:assert/strict';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { RegistryError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { PlannedChange, PlannedImage } from '../../../src/domain/plan/plan.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { plannedChange, plannedImage } from '../../support/builders/planned-change.ts';
import { digestOf, pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { cronJob, deployment, statefulSet } from '../../support/builders/workloads.ts';
import type { Shelf } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { READY } from '../rollout/controllers.ts';
import { image, moved, runSwitch, type SwitchOptions } from './switch-run.ts';

const [FROM, TO] = [image('web'), moved('web')];
const PROVEN = digestOf(TO);
const FIX = digestOf('fix');
const web = deployment({ image: FROM, status: READY });

function running(digest: string, name = 'web-0', shape: RunningPodShape = {}): KubernetesObject {
  return pod({
    name,
    image: FROM,
    labels: { app: 'web' },
    imageIds: { app: `old.example/web@${digest}` },
    ...shape,
  });
}

/** A plan that was made while the pods ran what was decided, as the tag said. */
function planned(object: KubernetesObject, more: Partial<PlannedImage> = {}): PlannedChange {
  const change = plannedChange(object);
  const images = change.images.map((one) => ({ ...one, running: [PROVEN], tag: PROVEN, ...more }));
  return { ...change, images };
}

interface Scene extends SwitchOptions {
  readonly object?: KubernetesObject;
  readonly pods?: readonly KubernetesObject[];
  readonly then?: Partial<PlannedImage>;
}

async function outcome({ object = web, pods = [], then = {}, ...options }: Scene): Promise<[string, string]> {
  const cluster = new InMemoryCluster([object, ...pods]);
  const report = await runSwitch(cluster, [planned(object, then)], options);
  const [only] = report.workloads;
  const patched = cluster.writes.length > 0;
  assert.equal(patched, only?.outcome === 'switched');
  return [only?.outcome ?? '', only?.message ?? ''];
}

describe('switchWorkloads: what has changed since the plan', () => {
  const stays: Readonly<Record<string, Scene>> = {
    'runs a fix that was pushed and taken up': { pods: [running(FIX)] },
    'has begun to take up a fix': {
      pods: [running(PROVEN), running(PROVEN, 'web-1'), running(FIX, 'web-2')],
    },
    'runs a fix that the source confirms, under another name': {
      pods: [running('', 'web-0', { imageIds: { app: `mirror.example/x@${FIX}` } })],
      shelf: { [`${FROM}@${FIX}`]: FIX },
    },
    'runs something unproven, with refuse': {
      pods: [running(FIX)],
      then: { running: [PROVEN, FIX] },
      drift: 'refuse',
    },
    'runs a fix that the tag says by now, with tag': {
      pods: [running(FIX)],
      shelf: { [FROM]: FIX },
      drift: 'tag',
    },
    'runs nothing, and its tag was pushed anew': { shelf: { [FROM]: FIX } },
    'is a CronJob whose tag was pushed anew': {
      object: cronJob({ name: 'web', image: FROM }),
      shelf: { [FROM]: FIX },
    },
  };
  for (const [name, scene] of Object.entries(stays)) {
    it(`leaves a workload alone that ${name}`, async () => {
      const [result, message] = await outcome(scene);
      assert.equal(result, 'left-alone');
      assert.match(message, new RegExp(`${FIX} now, but ${PROVEN} was proven: run the command again$`));
    });
  }

  it('leaves a workload alone of which nobody can tell what it runs, with refuse', async () => {
    const pods = [running(PROVEN), running('', 'web-1', { imageIds: { app: FIX } })];
    const [result, message] = await outcome({ pods, drift: 'refuse' });
    assert.equal(result, 'left-alone');
    assert.match(message, /the digest that 1 pod runs is unknown, which --drift refuse does not allow$/);
  });

  it('leaves a workload alone whose pods run a fix, whatever they were made to say', async () => {
    const object = statefulSet({ image: FROM, status: { ...READY, updateRevision: 'web-2' } });
    const labels = { app: 'web', 'controller-revision-hash': 'web-2' };
    const rewritten = { image: 'mirror.example/web:1', owner: object, labels };
    const [result] = await outcome({ object, pods: [running(FIX, 'web-0', rewritten)] });
    assert.equal(result, 'left-alone');
  });

  const index = {
    digest: PROVEN,
    manifests: [{ platform: { os: 'linux', architecture: 'amd64' }, digest: digestOf('amd') }],
  };
  const goes: Readonly<Record<string, Scene>> = {
    'runs what was proven': { pods: [running(PROVEN)] },
    'runs a manifest of the proven index': {
      pods: [running(digestOf('amd'))],
      shelf: { [`new.example/web@${PROVEN}`]: index },
    },
    'is not known to run anything': { pods: [running('', 'web-0', { imageIds: {} })] },
    'runs what nobody knows under a foreign name': {
      pods: [running('', 'web-0', { imageIds: { app: `mirror.example/x@${FIX}` } })],
    },
    'runs what had that foreign name when the plan was made too': {
      pods: [running('', 'web-0', { imageIds: { app: `mirror.example/x@${FIX}` } })],
      then: { running: [FIX] },
    },
    'runs in two versions as when the plan was made': {
      pods: [running(PROVEN), running(PROVEN, 'web-1'), running(FIX, 'web-2')],
      then: { running: [PROVEN, FIX] },
    },
    'runs something else, with tag': { pods: [running(FIX)], then: { running: [FIX] }, drift: 'tag' },
    'has another image in a container that was injected': {
      pods: [
        running(PROVEN, 'web-0', {
          containers: { app: FROM, proxy: FROM },
          imageIds: { app: `old.example/web@${PROVEN}`, proxy: `old.example/web@${FIX}` },
        }),
      ],
    },
    'has a pod that follows an earlier template': {
      pods: [running(PROVEN), running(FIX, 'web-1', { image: 'old.example/web:0' })],
    },
    'runs nothing, and its tag points to what it said': { shelf: { [FROM]: PROVEN } },
    'runs nothing, and the source cannot be reached': {
      shelf: { [FROM]: new RegistryError('unreachable', 'old.example', 'it is down') },
    },
    'is pinned by digest': {
      object: deployment({ image: `${FROM}@${PROVEN}`, status: READY }),
      shelf: { [FROM]: FIX },
    },
  };
  for (const [name, scene] of Object.entries(goes)) {
    it(`switches a workload that ${name}`, async () => {
      assert.deepEqual((await outcome(scene))[0], 'switched');
    });
  }

  it('leaves a custom resource alone whose operator has started a fix', async () => {
    const owner = prometheus({ image: FROM });
    const made = statefulSet({ name: 'made', image: FROM, owner });
    const customImages = [{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }];
    const field = plannedImage(
      { slot: 'field', name: '/spec/image', from: FROM, to: TO },
      { digest: PROVEN, running: [PROVEN] },
    );
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', uid: 'n1' } };
    const fix = running(FIX, 'made-0', { owner: made, nodeName: 'n1' });
    const cluster = new InMemoryCluster([node, owner, made, fix]);
    const change = { ...plannedChange(owner), images: [field] };
    const report = await runSwitch(cluster, [change], { customImages });
    assert.equal(report.workloads[0]?.outcome, 'left-alone');
    assert.deepEqual(cluster.read(owner).spec, { image: FROM });
  });
});

describe('switchWorkloads: what the target holds by now', () => {
  const cases: readonly [string, Shelf, RegExp][] = [
    ['was pushed over', { [TO]: FIX }, new RegExp(`${TO} was overwritten since .* it is ${FIX} now`)],
    ['is gone', { [TO]: undefined }, new RegExp(`the target no longer has ${TO}`)],
    [
      'cannot be asked',
      { [TO]: new RegistryError('unreachable', 'new.example', 'it is down') },
      /could not be checked again: it is down/,
    ],
  ];
  for (const [name, shelf, expected] of cases) {
    it(`leaves a workload alone whose image ${name}`, async () => {
      const [result, message] = await outcome({ pods: [running(PROVEN)], shelf });
      assert.equal(result, 'left-alone');
      assert.match(message, expected);
    });
  }

  it('does not mind what a tag says that the workload does not depend on', async () => {
    const pinned = parseImageReference(`${TO}@${PROVEN}`);
    const [result] = await outcome({ pods: [running(PROVEN)], then: { to: pinned }, shelf: { [TO]: FIX } });
    assert.equal(result, 'switched');
  });

  it('is asked once for all workloads of an image', async () => {
    const objects = ['a', 'b', 'c'].map((name) => deployment({ name, image: FROM, status: READY }));
    const cluster = new InMemoryCluster(objects);
    const asked: string[] = [];
    await runSwitch(
      cluster,
      objects.map((object) => planned(object)),
      { asked },
    );
    assert.deepEqual(asked.filter((one) => one === `digest ${TO}`).length, 1);
  });
});
