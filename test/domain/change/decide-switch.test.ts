import assert from 'node:assert/strict';
import {
  decideSwitch,
  type SwitchDecision,
  type SwitchQuestion,
} from '../../../src/domain/change/decide-switch.ts';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { cronJob, deployment, replicaSet } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';

const APP = { to: parseImageReference('new.example/app:1'), digest: digestOf('app') };
const proven = new Map([
  ['old.example/app:1', APP],
  ['old.example/log:1', { to: parseImageReference('new.example/log:1'), digest: digestOf('log') }],
]);

function decide(object: KubernetesObject, question: Partial<SwitchQuestion> = {}): SwitchDecision {
  return decideSwitch({
    object,
    fields: imageFields(object),
    proven,
    isSource: (image) => image.startsWith('old.example/'),
    addPullSecrets: [],
    ...question,
  });
}

function applied(object: KubernetesObject, question: Partial<SwitchQuestion> = {}): KubernetesObject {
  const decision = decide(object, question);
  assert.equal(decision.type, 'patch');
  return applyPatch(object, decision.patch);
}

describe('decideSwitch', () => {
  it('changes the images of the source and nothing else', () => {
    const shape = { initContainers: { wait: 'other.example/wait:1' }, pullSecrets: ['own'] };
    const before = deployment({
      ...shape,
      containers: { app: 'old.example/app:1', log: 'old.example/log:1' },
    });
    const after = applied(before);
    const wanted = deployment({
      ...shape,
      containers: { app: 'new.example/app:1', log: 'new.example/log:1' },
    });
    assert.deepEqual(after.spec, wanted.spec);
  });

  it('changes the template of a CronJob', () => {
    const after = applied(cronJob({ image: 'old.example/app:1' }));
    assert.deepEqual(after.spec, cronJob({ image: 'new.example/app:1' }).spec);
  });

  it('leaves ephemeral containers, which nobody can change', () => {
    const before = pod({
      image: 'old.example/app:1',
      ephemeralContainers: { debug: 'old.example/unproven:1' },
    });
    const after = applied(before);
    assert.deepEqual(podSpecOf(after)?.ephemeralContainers, [
      { name: 'debug', image: 'old.example/unproven:1' },
    ]);
  });

  it('writes down in the same patch what was there', () => {
    const after = applied(deployment({ image: 'old.example/app:1', pullSecrets: ['own'] }), {
      addPullSecrets: ['target'],
    });
    assert.deepEqual(recordsOf(after), [
      {
        images: [
          { slot: 'container', name: 'app', from: 'old.example/app:1', ...APP, to: 'new.example/app:1' },
        ],
        pullSecrets: ['target'],
      },
    ]);
  });

  it('keeps the records of earlier changes', () => {
    const earlier = [{ images: [] }];
    const after = applied(
      deployment({
        image: 'old.example/app:1',
        annotations: { [RECORD_ANNOTATION]: JSON.stringify({ version: 1, changes: earlier, handBack: [] }) },
      }),
    );
    assert.deepEqual(recordsOf(after)?.slice(0, -1), earlier);
    assert.equal(recordsOf(after)?.length, 2);
  });

  const pullSecretCases: readonly [string, readonly string[] | undefined, readonly string[], unknown][] = [
    ['adds to those that are there', ['a'], ['b', 'c'], [{ name: 'a' }, { name: 'b' }, { name: 'c' }]],
    ['adds only what is missing', ['a', 'b'], ['b', 'c'], [{ name: 'a' }, { name: 'b' }, { name: 'c' }]],
    ['adds nothing that is there', ['a'], ['a'], [{ name: 'a' }]],
    ['makes a list where there is none', undefined, ['b'], [{ name: 'b' }]],
    ['makes no list for nothing', undefined, [], undefined],
  ];
  for (const [name, pullSecrets, addPullSecrets, expected] of pullSecretCases) {
    it(`pull Secrets: ${name}`, () => {
      const shape = pullSecrets === undefined ? {} : { pullSecrets };
      const after = applied(deployment({ image: 'old.example/app:1', ...shape }), { addPullSecrets });
      assert.deepEqual(podSpecOf(after)?.imagePullSecrets, expected);
    });
  }

  it('records no pull Secrets that it does not change', () => {
    const decision = decide(deployment({ image: 'old.example/app:1', pullSecrets: ['a'] }), {
      addPullSecrets: ['a'],
    });
    assert.ok(decision.type === 'patch' && !('pullSecrets' in decision.record));
  });

  it('does nothing where nothing comes from the source any more', () => {
    const decision = decide(deployment({ image: 'new.example/app:1' }), { addPullSecrets: ['target'] });
    assert.deepEqual(decision, { type: 'nothing' });
  });

  it('changes nothing at all while one image is not proven', () => {
    const object = deployment({ containers: { app: 'old.example/app:1', extra: 'old.example/extra:1' } });
    assert.deepEqual(decide(object), {
      type: 'refuse',
      reason: 'old.example/extra:1 is not proven to be at the target: plan again',
    });
  });

  it('refuses to write beside a damaged record', () => {
    const decision = decide(
      deployment({ image: 'old.example/app:1', annotations: { [RECORD_ANNOTATION]: 'x' } }),
    );
    assert.equal(decision.type, 'refuse');
  });
});

describe('decideSwitch: texts', () => {
  const find = mentionFinder(namedPlaces(['old.example']));
  const rewriting = { find, proven };
  const args = ['--x', '--log=docker://old.example/log:1;old.example/log:1', '--registry=old.example/'];
  const SPEC = '/spec/template/spec/containers/0';

  it('change with the images in one patch, each as one value, guarded by what stands beside', () => {
    const env = [{ name: 'LOG', value: 'old.example/log:1' }];
    const decision = decide(deployment({ image: 'old.example/app:1', container: { args, env } }), {
      rewriting,
    });
    assert.ok(decision.type === 'patch');
    const rewritten = '--log=docker://new.example/log:1;new.example/log:1';
    assert.deepEqual(decision.patch.slice(0, -1), [
      { op: 'test', path: `${SPEC}/name`, value: 'app' },
      { op: 'test', path: `${SPEC}/image`, value: 'old.example/app:1' },
      { op: 'replace', path: `${SPEC}/image`, value: 'new.example/app:1' },
      { op: 'test', path: `${SPEC}/args/1`, value: args[1] },
      { op: 'replace', path: `${SPEC}/args/1`, value: rewritten },
      { op: 'test', path: `${SPEC}/env/0/name`, value: 'LOG' },
      { op: 'test', path: `${SPEC}/env/0/value`, value: 'old.example/log:1' },
      { op: 'replace', path: `${SPEC}/env/0/value`, value: 'new.example/log:1' },
    ]);
    const mentions = [{ from: 'old.example/log:1', to: 'new.example/log:1' }];
    const text = { slot: 'mention', mentions } as const;
    assert.deepEqual(decision.record.texts, [
      { ...text, name: 'container app args[1]', from: args[1], to: rewritten },
      {
        ...text,
        ...{ name: 'container app env LOG', from: 'old.example/log:1', to: 'new.example/log:1' },
      },
    ]);
  });

  it('change where no image comes from the source, and stay where it is not wished', () => {
    const object = deployment({ image: 'other.example/a:1', container: { args } });
    const after = applied(object, { rewriting });
    assert.deepEqual(podSpecOf(after)?.containers?.[0]?.args?.[2], '--registry=old.example/');
    assert.deepEqual(decide(after, { rewriting }), { type: 'nothing' });
    assert.deepEqual(decide(object), { type: 'nothing' });
  });

  it('are not changed by halves: what is mentioned since and not proven is refused', () => {
    const container = { args: [...args, 'old.example/new:1'] };
    const decision = decide(deployment({ image: 'old.example/app:1', container }), { rewriting });
    assert.deepEqual(decision, {
      type: 'refuse',
      reason: 'old.example/new:1 is not proven to be at the target: plan again',
    });
  });

  it('stay in pods, which cannot change them, and where nobody would replace the pods', () => {
    const container = { args };
    assert.deepEqual(decide(pod({ image: 'x', container }), { rewriting }), { type: 'nothing' });
    assert.deepEqual(decide(replicaSet({ image: 'x', container }), { rewriting }), { type: 'nothing' });
    const moved = applied(replicaSet({ image: 'old.example/app:1', container }), { rewriting });
    assert.match(podSpecOf(moved)?.containers?.[0]?.args?.[1] ?? '', /new\.example/);
  });

  it('are refused when they are too long to be kept', () => {
    const container = { args: [`${'x'.repeat(120_000)} old.example/log:1`] };
    const decision = decide(deployment({ image: 'x', container }), { rewriting });
    assert.ok(decision.type === 'refuse');
    assert.match(decision.reason, /too long to be recorded for rollback: leave out --rewrite-mentions/);
  });
});
