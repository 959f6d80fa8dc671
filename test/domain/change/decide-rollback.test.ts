import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decideRollback,
  type RollbackDecision,
  type RollbackExtent,
} from '../../../src/domain/change/decide-rollback.ts';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { DAMAGED_RECORD, recordsOf } from '../../../src/domain/change/read-record.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kinds.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { deployment, type WorkloadShape } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { NEW_TO_NEXT, OLD_TO_NEW, rollBack, rolledBack, switched } from './switched.ts';

const images = fc.constantFrom('old.example/a:1', 'old.example/b:1', 'other.example/c:1');
const named = (prefix: string) =>
  fc
    .array(images, { minLength: 1, maxLength: 3 })
    .map((list) => Object.fromEntries(list.map((image, index) => [`${prefix}${index}`, image])));
const pieces = fc.constantFrom(
  'old.example/a:1',
  '--x=',
  ',',
  ' ',
  'docker://',
  'old.example/',
  'plain',
  '"',
);
const texts = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((some) => some.join(''));
const started = fc.record({
  command: fc.array(texts, { maxLength: 2 }),
  args: fc.array(texts, { maxLength: 3 }),
  env: fc.array(
    fc.record({ name: fc.constantFrom('A', 'IMAGE'), value: texts }, { requiredKeys: ['name'] }),
    { maxLength: 3 },
  ),
});
const shapes: fc.Arbitrary<WorkloadShape> = fc.record(
  {
    containers: named('c'),
    initContainers: named('i'),
    imageVolumes: named('v'),
    container: started,
    pullSecrets: fc.uniqueArray(fc.constantFrom('own', 'target', 'third'), { minLength: 1 }),
    annotations: fc.constantFrom({}, { own: 'x' }),
    resourceVersion: fc.constant('1'),
  },
  { requiredKeys: ['containers'] },
);

describe('a switch and its rollback', () => {
  it('leave the specification byte for byte as it was', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, twice) => {
        const before = deployment({ ...shape, containers: { ...shape.containers, z: 'old.example/z:1' } });
        const once = switched(before, OLD_TO_NEW);
        const { after, kept } = rolledBack(twice ? switched(once, NEW_TO_NEXT) : once);
        assert.equal(JSON.stringify(after.spec), JSON.stringify(before.spec));
        assert.deepEqual(after.metadata.annotations ?? {}, before.metadata.annotations ?? {});
        assert.deepEqual(kept, []);
      }),
    );
  });

  it('keep and report what somebody else changed in between', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, pick) => {
        const containers = { ...shape.containers, z: 'old.example/z:1' };
        const before = deployment({ ...shape, containers });
        const names = Object.keys(containers);
        const index = pick % names.length;
        const path = `/spec/template/spec/containers/${index}/image`;
        const edit = (object: KubernetesObject) =>
          applyPatch(object, [{ op: 'replace', path, value: 'their.example/edit:1' }]);
        const { after, kept } = rolledBack(edit(switched(before, OLD_TO_NEW)));
        assert.deepEqual(after.spec, edit(before).spec);
        const ours = Object.values(containers)[index]?.startsWith('old.example/');
        const report = `container ${names[index] ?? ''} was changed since to their.example/edit:1`;
        assert.deepEqual(kept, ours === true ? [report] : []);
      }),
    );
  });
});

describe('decideRollback: texts', () => {
  const SOLVER = 'old.example/solver:1';
  const before = deployment({
    image: 'other.example/a:1',
    container: { args: [`--a=${SOLVER},${SOLVER}`, 'x'], env: [{ name: 'IMAGE', value: SOLVER }] },
  });
  const moved = switched(before, OLD_TO_NEW);
  const args = '/spec/template/spec/containers/0/args';

  it('puts back whole texts, and names the references in them', () => {
    const decision = rollBack(moved);
    assert.ok(decision.type === 'patch');
    assert.deepEqual(applyPatch(moved, decision.patch).spec, before.spec);
    const back = { slot: 'mention', from: 'new.example/solver:1', to: SOLVER };
    assert.deepEqual(decision.images, [
      { ...back, name: 'container app args[0]' },
      { ...back, name: 'container app env IMAGE' },
    ]);
    assert.equal(decision.stays, false);
  });

  it('keeps a text that somebody changed since, without saying what is in it', () => {
    const edit = { op: 'replace', path: `${args}/0`, value: '--password=hunter2' } as const;
    const { after, kept } = rolledBack(applyPatch(moved, [edit]));
    assert.deepEqual(after.spec, applyPatch(before, [edit]).spec);
    assert.deepEqual(kept, ['container app args[0] was changed since']);
  });

  it('does not follow a record that changes more than references to images', () => {
    const [record] = recordsOf(moved) ?? [];
    const [text, other] = record?.texts ?? [];
    assert.ok(text !== undefined && other !== undefined);
    const forged = [
      { ...text, from: `--evil ${text.from}` },
      { ...text, from: '--evil', mentions: [{ from: '--evil', to: text.to }] },
    ];
    for (const one of forged) {
      const log = JSON.stringify({ version: 2, changes: [{ ...record, texts: [one, other] }], handBack: [] });
      const path = '/metadata/annotations/registry-switch.io~1changes';
      const { after, kept } = rolledBack(applyPatch(moved, [{ op: 'replace', path, value: log }]));
      assert.equal(kept[0], 'container app args[0] stays: its record changes more than references in it');
      const { containers = [] } = podSpecOf(after) ?? {};
      assert.deepEqual(
        containers.map(({ args = [] }) => args[0]),
        [text.to],
      );
      assert.equal(recordsOf(after)?.length, 1);
    }
  });

  it('tells of a text that is gone', () => {
    const { kept } = rolledBack(applyPatch(moved, [{ op: 'remove', path: args }]));
    assert.deepEqual(kept, ['container app args[0] was removed since']);
  });

  it('goes back over as many moves as there were', () => {
    const again = Array.from({ length: 6 }).reduce<KubernetesObject>(
      (object, _, index) =>
        switched(object, index % 2 === 0 ? OLD_TO_NEW : { from: 'new.example', to: 'old.example' }),
      before,
    );
    const last = switched(again, NEW_TO_NEXT);
    assert.deepEqual(rolledBack(last).after.spec, before.spec);
  });
});

describe('decideRollback: values before records', () => {
  const shape = { image: 'old.example/a:1', pullSecrets: ['own'] };
  const moved = switched(deployment(shape), {
    ...{ from: 'old.example', to: 'new.example', addPullSecrets: ['target'] },
  });
  const question = (object: KubernetesObject) => ({
    ...{ object, fields: imageFields(object) },
  });

  it('puts images and pull Secrets back, and keeps what tells of them until the next time', () => {
    const first = decideRollback({ ...question(moved), keepRecords: true });
    assert.equal(first.type, 'patch');
    const between = applyPatch(moved, first.patch);
    assert.deepEqual(between.spec, deployment(shape).spec);
    assert.deepEqual(recordsOf(between), recordsOf(moved));
    assert.deepEqual(decideRollback({ ...question(between), keepRecords: true }), { type: 'kept', kept: [] });
    const { after, kept } = rolledBack(between);
    assert.deepEqual([after.spec, recordsOf(after), kept], [deployment(shape).spec, [], []]);
  });
});

describe('decideRollback', () => {
  it('keeps quiet of an image that somebody has put back already, and undoes the rest', () => {
    const object = deployment({ containers: { app: 'old.example/a:1', side: 'old.example/b:1' } });
    const moved = switched(object, OLD_TO_NEW);
    const pointer = '/spec/template/spec/containers/0/image';
    const reverted = applyPatch(moved, [{ op: 'replace', path: pointer, value: 'old.example/a:1' }]);
    const { after, kept } = rolledBack(reverted);
    assert.deepEqual(after.spec, object.spec);
    assert.deepEqual(kept, []);
  });

  const before = deployment({ containers: { app: 'old.example/app:1', log: 'old.example/log:1' } });

  it('names what it puts back', () => {
    const decision = rollBack(switched(before, { from: 'old.example', to: 'new.example' }));
    assert.ok(decision.type === 'patch');
    assert.deepEqual(decision.images, [
      { slot: 'container', name: 'app', from: 'new.example/app:1', to: 'old.example/app:1' },
      { slot: 'container', name: 'log', from: 'new.example/log:1', to: 'old.example/log:1' },
    ]);
  });

  it('has nothing to do without a record', () => {
    assert.deepEqual(rollBack(before), { type: 'nothing' });
  });

  it('refuses a damaged record', () => {
    const decision = rollBack(deployment({ annotations: { [RECORD_ANNOTATION]: '[{}]' } }));
    assert.deepEqual(decision, { type: 'refuse', reason: DAMAGED_RECORD });
  });

  it('takes only its own pull Secret out of a list that somebody changed since', () => {
    const own = deployment({ image: 'old.example/app:1', pullSecrets: ['own'] });
    const edited = applyPatch(switched(own, OLD_TO_NEW), [
      { op: 'add', path: '/spec/template/spec/imagePullSecrets/-', value: { name: 'theirs' } },
    ]);
    const { after, kept } = rolledBack(edited);
    assert.deepEqual(kept, []);
    assert.deepEqual(podSpecOf(after)?.imagePullSecrets, [{ name: 'own' }, { name: 'theirs' }]);
  });

  it('reports a container that is gone', () => {
    const edited = applyPatch(switched(before, OLD_TO_NEW), [
      { op: 'remove', path: '/spec/template/spec/containers/0' },
    ]);
    const { after, kept } = rolledBack(edited);
    assert.deepEqual(kept, ['container app was removed since']);
    assert.deepEqual(podSpecOf(after)?.containers, [{ name: 'log', image: 'old.example/log:1' }]);
  });

  it('finds containers by name, wherever they stand now', () => {
    const edited = applyPatch(switched(before, OLD_TO_NEW), [
      {
        op: 'add',
        path: '/spec/template/spec/containers/0',
        value: { name: 'new', image: 'new.example/app:1' },
      },
    ]);
    assert.deepEqual(podSpecOf(rolledBack(edited).after)?.containers, [
      { name: 'new', image: 'new.example/app:1' },
      { name: 'app', image: 'old.example/app:1' },
      { name: 'log', image: 'old.example/log:1' },
    ]);
  });

  it('undoes only the newest records where it is told how many', () => {
    const once = switched(before, OLD_TO_NEW);
    const twice = switched(once, NEW_TO_NEXT);
    const fields = imageFields(twice);
    const decision = decideRollback({ object: twice, fields, depth: 1 });
    assert.ok(decision.type === 'patch');
    assert.deepEqual(applyPatch(twice, decision.patch), once);
  });

  it('goes back as far as the records are unbroken', () => {
    const first = switched(deployment({ image: 'old.example/app:1' }), OLD_TO_NEW);
    const path = '/spec/template/spec/containers/0/image';
    const edited = applyPatch(first, [{ op: 'replace', path, value: 'new.example/app:2' }]);
    const { after, kept } = rolledBack(switched(edited, NEW_TO_NEXT));
    assert.deepEqual(podSpecOf(after)?.containers, [{ name: 'app', image: 'new.example/app:2' }]);
    assert.deepEqual(kept, [
      'container app was changed since to new.example/app:2',
      'its pull Secret target stays for what still comes from the target',
    ]);
  });
});

describe('records of runs', () => {
  const RUNS = ['20260101-000000-bcdf', '20260102-000000-bcdf'] as const;
  const first = switched(deployment({ image: 'old.example/app:1' }), { ...OLD_TO_NEW, run: RUNS[0] });
  const decide = (object: KubernetesObject, extent: RollbackExtent): RollbackDecision =>
    decideRollback({ ...extent, object, fields: imageFields(object) });

  it('undo nothing when the runs are finished', () => {
    assert.deepEqual(decide(first, { isFinished: () => true }), { type: 'nothing' });
  });

  it('undo no further than a run that is finished', () => {
    const second = switched(first, { ...NEW_TO_NEXT, run: RUNS[1] });
    const decision = decide(second, { isFinished: (run) => run === RUNS[0] });
    assert.ok(decision.type === 'patch');
    const after = applyPatch(second, decision.patch);
    assert.deepEqual(imageFields(after)[0]?.image, 'new.example/app:1');
    assert.deepEqual(recordsOf(after), []);
  });

  it('are undone one run at a time only while they are kept apart', () => {
    const merged = { run: RUNS[1], merged: RUNS, images: [] };
    const object = deployment({ image: 'new.example/app:1', annotations: changeLog([merged]) });
    for (const run of RUNS) assert.equal(decide(object, { run }).type, 'refuse');
  });
});
