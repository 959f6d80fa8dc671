import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { PlannedCopy } from '../../../src/domain/plan/plan.ts';
import { copiesAtStart, sameWork, withWork } from '../../../src/workflow/copy/copy-work.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { secret } from '../../support/builders/secrets.ts';
import { job } from '../../support/builders/workloads.ts';

function copy(name: string, present = false): PlannedCopy {
  return plannedCopy(`old.example/${name}`, `new.example/${name}:1`, digestOf(name), { present });
}

function jobOf(copies: readonly PlannedCopy[], spec: unknown = { image: 'x' }): KubernetesObject {
  const secrets = [secret({ name: 'copy' }, { password: 's3cret' })];
  return withWork({ secrets, job: { ...job({ annotations: { own: 'x' } }), spec } }, copies).job;
}

const A = copy('a');
const B = copy('b');

describe('asBegun', () => {
  it('gives the copies as they were, whatever is there by now and in whatever order', () => {
    const flags = fc.tuple(fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.array(flags, { minLength: 1, maxLength: 40 }), (states) => {
        const then = states.map(([present], index) => copy(`i${index}`, present));
        const now = states.map(([, present], index) => copy(`i${index}`, present)).toReversed();
        assert.deepEqual(copiesAtStart(jobOf(then), now), then.toReversed());
      }),
    );
  });

  const strangers: readonly [string, KubernetesObject, readonly PlannedCopy[]][] = [
    ['more images', jobOf([A]), [A, B]],
    ['fewer images', jobOf([A, B]), [A]],
    ['another digest', jobOf([A]), [{ ...A, digest: B.digest }]],
    ['another source', jobOf([A]), [{ ...A, source: B.source }]],
    ['another target', jobOf([A]), [{ ...A, target: B.target }]],
    ['a Job without annotation', job(), [A]],
    ...['', '{', 'null', '3', '{}', '{"copies":1}'].map(
      (text): [string, KubernetesObject, readonly PlannedCopy[]] => [
        `a Job with the annotation ${JSON.stringify(text)}`,
        job({ annotations: { 'registry-switch.io/copy': text } }),
        [A],
      ],
    ),
  ];
  for (const [name, stranger, copies] of strangers) {
    it(`knows ${name} for other work`, () => {
      assert.equal(copiesAtStart(stranger, copies), undefined);
    });
  }
});

describe('sameWork', () => {
  it('is the same copies, in the same way, missing at the same time', () => {
    assert.ok(sameWork(jobOf([A, B]), jobOf([B, A])));
    assert.ok(!sameWork(jobOf([A, B]), jobOf([A, B], { image: 'y' })));
    assert.ok(!sameWork(jobOf([A, B]), jobOf([A, { ...B, present: true }])));
    assert.ok(!sameWork(job(), job()));
  });
});

describe('withWork', () => {
  it('writes what a Job of another version of the tool is known by', () => {
    assert.equal(
      jobOf([B, A]).metadata.annotations?.['registry-switch.io/copy'],
      '{"copies":"49Xbm-oKCniOASieqkkHGrunRQ5EVkivkqHC5zxYrFY","missing":"Aw==","job":"riaQ_698MlR5OlzopWa33TICmKOlWBAxoMQXZhdJ_dI"}',
    );
  });

  it('keeps other annotations, and tells nothing of the Secrets', () => {
    const { annotations } = jobOf([A]).metadata;
    assert.equal(annotations?.own, 'x');
    const { secrets, job: kept } = withWork({ secrets: [], job: job() }, [A]);
    assert.deepEqual([secrets, kept.spec], [[], job().spec]);
    const others = [secret({ name: 'copy' }, { password: 'other' })];
    assert.deepEqual(withWork({ secrets: others, job: job() }, [A]).job, kept);
  });
});
