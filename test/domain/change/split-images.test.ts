import assert from 'node:assert/strict';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { decideRollback } from '../../../src/domain/change/decide-rollback.ts';
import { decideSwitch, type SwitchDecision } from '../../../src/domain/change/decide-switch.ts';
import { readChangeLog } from '../../../src/domain/change/read-record.ts';
import { effectiveRecords } from '../../../src/domain/change/effective-images.ts';
import { customImageFields } from '../../../src/domain/inventory/custom-images.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { FIELD_MANAGER } from '../../../src/domain/kubernetes/own-names.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { applyPatch, PatchFailure } from '../../support/json-patch.ts';

const PATH = '{.spec.image.registry}/{.spec.image.repository}:{.spec.image.tag}';
const IMAGE = { registry: 'docker://old.example', repository: 'team/a', tag: '1' };

function object(spec: object): KubernetesObject {
  return { ...prometheus({ annotations: {} }), spec };
}

function decide(it: KubernetesObject, paths = [PATH]): SwitchDecision {
  const fields = customImageFields(it, paths);
  return decideSwitch({
    ...{ object: it, fields, addPullSecrets: [] },
    proven: new Map(
      fields.map(({ image }) => [
        image,
        { to: parseImageReference(image.replace('old.example/', 'new.example/m/')), digest: digestOf(image) },
      ]),
    ),
    isSource: (image) => image.startsWith('old.example/'),
  });
}

function switched(it: KubernetesObject, paths = [PATH]): KubernetesObject {
  const decision = decide(it, paths);
  assert.equal(decision.type, 'patch');
  return applyPatch(it, decision.patch);
}

function rolledBack(it: KubernetesObject, paths = [PATH]): KubernetesObject {
  const fields = customImageFields(it, paths);
  const decision = decideRollback({ object: it, fields });
  assert.equal(decision.type, 'patch');
  return applyPatch(it, decision.patch);
}

describe('a split image of a custom resource', () => {
  it('is changed part by part, and goes back byte for byte', () => {
    const before = object({ image: IMAGE });
    const after = switched(before);
    assert.deepEqual(after.spec, {
      image: { registry: 'docker://new.example', repository: 'm/team/a', tag: '1' },
    });
    assert.deepEqual(rolledBack(after).spec, before.spec);
  });

  it('is recorded as one', () => {
    const log = readChangeLog(switched(object({ image: IMAGE })));
    assert.ok('changes' in log);
    assert.deepEqual(
      log.changes[0]?.images.map(({ name, from, to }) => [name, from, to]),
      [
        [
          '{/spec/image/registry}/{/spec/image/repository}:{/spec/image/tag}',
          'old.example/team/a:1',
          'new.example/m/team/a:1',
        ],
      ],
    );
  });

  for (const changed of [{ tag: '2' }, { registry: 'other.example' }, { repository: 'team/b' }]) {
    it(`is not patched where somebody has written ${JSON.stringify(changed)} meanwhile`, () => {
      const decision = decide(object({ image: IMAGE }));
      assert.equal(decision.type, 'patch');
      assert.throws(
        () => applyPatch(object({ image: { ...IMAGE, ...changed } }), decision.patch),
        PatchFailure,
      );
    });
  }

  it('is not rolled back where somebody has changed its tag since', () => {
    const after = switched(object({ image: IMAGE }));
    const edited = {
      ...after,
      spec: { image: { registry: 'docker://new.example', repository: 'm/team/a', tag: '2' } },
    };
    const fields = customImageFields(edited, [PATH]);
    assert.equal(decideRollback({ object: edited, fields }).type, 'kept');
  });

  it('goes back by the path that it was moved by, whatever others are known', () => {
    const spec = { image: { registry: '', repository: 'old.example/a', tag: '1' } };
    const [two, before] = ['{.spec.image.repository}:{.spec.image.tag}', object(spec)];
    for (const others of [
      [PATH],
      ['{.spec.image.repository}'],
      ['{.spec.nothing}/{.spec.image.repository}:{.spec.image.tag}'],
    ]) {
      const after = switched(before, [two]);
      for (const paths of [
        [two, ...others],
        [...others, two],
      ]) {
        assert.deepEqual(rolledBack(after, paths).spec, before.spec);
      }
    }
  });

  describe('that shares its registry', () => {
    const paths = ['a', 'b'].map((one) => `{.spec.registry}/{.spec.${one}.repository}:{.spec.${one}.tag}`);
    const before = object({
      registry: 'old.example/x',
      a: { repository: 'a', tag: '1' },
      b: { repository: 'b', tag: 2 },
    });

    it('changes it once, and puts it back', () => {
      const after = switched(before, paths);
      assert.deepEqual(after.spec, { ...(before.spec as object), registry: 'new.example/m/x' });
      assert.deepEqual(rolledBack(after, paths).spec, before.spec);
    });

    it('stays where the other one is not moved', () => {
      const decision = decideSwitch({
        ...{ object: before, addPullSecrets: [] },
        fields: customImageFields(before, paths),
        proven: new Map([
          [
            'old.example/x/a:1',
            { to: parseImageReference('new.example/x/a:1'), digest: digestOf('old.example/x/a:1') },
          ],
        ]),
        isSource: (image) => image === 'old.example/x/a:1',
      });
      assert.equal(decision.type, 'refuse');
    });
  });

  it('is known as the server has rewritten it', () => {
    const after = switched(object({ image: IMAGE }));
    const fieldsV1 = { 'f:spec': { 'f:image': { 'f:registry': {}, 'f:repository': {} } } };
    const entry = { manager: FIELD_MANAGER, operation: 'Update', apiVersion: 'x/v1', fieldsV1 };
    const rewritten = {
      ...after,
      metadata: { ...after.metadata, managedFields: [entry] },
      spec: { image: { registry: 'docker://new.example', repository: 'm/team/a', tag: '1-fixed' } },
    };
    const log = readChangeLog(rewritten);
    assert.ok('changes' in log);
    const [record] = effectiveRecords(rewritten, log.changes);
    assert.equal(record?.images[0]?.stands, 'new.example/m/team/a:1-fixed');
  });
});
