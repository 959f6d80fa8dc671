import assert from 'node:assert/strict';
import { recordsOf } from '../../../src/domain/change/read-record.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { JsonPatch } from '../../../src/domain/kubernetes/json-patch.ts';
import { podSpecOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { OLD_TO_NEW, rollBack, rolledBack, switched } from './switched.ts';

describe('what still comes from the target keeps its pull Secret and the record', () => {
  const before = deployment({
    containers: { app: 'old.example/app:1', log: 'old.example/log:1' },
    pullSecrets: ['own'],
  });
  const CONTAINERS = '/spec/template/spec/containers';
  const added = { name: 'extra', image: 'new.example/extra:1' };
  const STAYS = 'its pull Secret target is kept for images that still come from the target';
  const cases: readonly [string, JsonPatch, readonly string[]][] = [
    [
      'an image that was deployed from there',
      [{ op: 'replace', path: `${CONTAINERS}/0/image`, value: 'new.example/app:2' }],
      ['container app was changed since to new.example/app:2'],
    ],
    [
      'a container that was renamed',
      [{ op: 'replace', path: `${CONTAINERS}/0/name`, value: 'main' }],
      ['container app was removed since', 'container main is from the target too: new.example/app:1'],
    ],
    [
      'a container that was added',
      [{ op: 'add', path: `${CONTAINERS}/-`, value: added }],
      ['container extra is from the target too: new.example/extra:1'],
    ],
  ];
  for (const [name, edit, kept] of cases) {
    const edited = applyPatch(switched(before, OLD_TO_NEW), edit);

    it(`${name}; the rest goes back`, () => {
      const { after, kept: told } = rolledBack(edited);
      assert.deepEqual(told, [...kept, STAYS]);
      const { containers = [], imagePullSecrets } = podSpecOf(after) ?? {};
      assert.deepEqual(imagePullSecrets, [{ name: 'own' }, { name: 'target' }]);
      assert.ok(containers.some(({ image }) => image === 'old.example/log:1'));
      assert.deepEqual(recordsOf(after), recordsOf(edited));
    });

    it(`${name}; a second rollback says it again and changes nothing`, () => {
      assert.deepEqual(rollBack(rolledBack(edited).after), { type: 'kept', kept: [...kept, STAYS] });
    });

    it(`${name}; when nothing comes from there any more, pull Secret and record go`, () => {
      const once = rolledBack(edited).after;
      const images = imageFields(once);
      const moved = applyPatch(
        once,
        images.map(({ pointer }) => ({ op: 'replace', path: pointer, value: 'old.example/any:3' })),
      );
      const { after } = rolledBack(moved);
      assert.deepEqual(podSpecOf(after)?.imagePullSecrets, [{ name: 'own' }]);
      assert.deepEqual(recordsOf(after), []);
    });
  }

  it('not what came from there before the change', () => {
    const mixed = deployment({ containers: { app: 'old.example/app:1', side: 'new.example/side:1' } });
    const { after, kept } = rolledBack(switched(mixed, OLD_TO_NEW));
    assert.deepEqual(after.spec, mixed.spec);
    assert.deepEqual(kept, []);
  });

  it('not what comes from the source, also where both are one registry', () => {
    const one = deployment({ image: 'r.example/old/app:1' });
    const moved = switched(one, { from: 'r.example/old', to: 'r.example/new', addPullSecrets: ['target'] });
    const deployed = applyPatch(moved, [
      { op: 'replace', path: `${CONTAINERS}/0/image`, value: 'r.example/old/app:2' },
    ]);
    assert.equal(podSpecOf(rolledBack(deployed).after)?.imagePullSecrets, undefined);
  });
});
