import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { NEW_TO_NEXT, OLD_TO_NEW, rollBack, rolledBack, switched } from './switched.ts';

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
      assert.equal(kept[0], 'container app args[0] is kept: its record changes more than image references');
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
