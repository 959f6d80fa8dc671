import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { deployment, type WorkloadShape } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { NEW_TO_NEXT, OLD_TO_NEW, rolledBack, switched } from './switched.ts';

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
