import assert from 'node:assert/strict';
import {
  decideRollback,
  type RollbackDecision,
  type RollbackExtent,
} from '../../../src/domain/change/decide-rollback.ts';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { DAMAGED_RECORD, recordsOf } from '../../../src/domain/change/read-record.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { NEW_TO_NEXT, OLD_TO_NEW, rollBack, rolledBack, switched } from './switched.ts';

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
      'its pull Secret target is kept for images that still come from the target',
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
