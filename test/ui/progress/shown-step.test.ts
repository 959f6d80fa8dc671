import assert from 'node:assert/strict';
import { ShownStep } from '../../../src/ui/progress/shown-step.ts';

describe('ShownStep', () => {
  it('shows what parts do until they end', () => {
    const step = new ShownStep('Copying');
    step.update('1 of 3');
    const [a, b, c] = ['a:1', 'b:1', 'c:1'].map((title) => step.step(title));
    a?.update('2 layers');
    assert.deepEqual([step.line, ...step.details], ['Copying: 1 of 3', 'a:1: 2 layers', 'b:1', 'c:1']);
    a?.done('copied');
    b?.failed('not found');
    c?.skipped('there');
    a?.update('too late');
    assert.deepEqual(step.details, ['failed: b:1: not found']);
    assert.deepEqual(step.notes, ['failed: b:1: not found']);
  });

  it('shows a few of many parts', () => {
    const step = new ShownStep('Copying');
    for (let part = 0; part < 20; part += 1) step.step(`part ${part}`);
    assert.equal(step.details.length, 9);
    assert.equal(step.details.at(-1), '... and 12 more');
  });

  it('shows the latest notes and keeps all', () => {
    const step = new ShownStep('Copying');
    for (let note = 0; note < 20; note += 1) step.note(`note ${note}`);
    assert.deepEqual(step.details, ['note 15', 'note 16', 'note 17', 'note 18', 'note 19']);
    assert.equal(step.notes.length, 20);
  });

  it('names parts of parts in full', () => {
    const step = new ShownStep('Switching');
    const workload = step.step('web');
    workload.step('pod').failed('boom');
    workload.note('slow');
    assert.deepEqual(step.notes, ['failed: web: pod: boom', 'web: slow']);
  });

  it('ends once, by its first end', async () => {
    const step = new ShownStep('Copying');
    step.step('a:1');
    step.failed('no');
    step.done('yes');
    assert.deepEqual(await step.ended, { kind: 'failed', line: 'Copying: no' });
    assert.deepEqual(step.details, []);
  });
});
