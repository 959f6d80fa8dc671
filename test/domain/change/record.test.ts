import assert from 'node:assert/strict';
import { RECORD_ANNOTATION, recordsOf } from '../../../src/domain/change/record.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';

const image = { slot: 'container', name: 'app', from: 'old.example/app:1', to: 'new.example/app:1' };

describe('recordsOf', () => {
  it('reads what was written', () => {
    const records = [{ images: [image] }, { images: [], pullSecrets: { from: null, to: [{ name: 'a' }] } }];
    assert.deepEqual(
      recordsOf(deployment({ annotations: { [RECORD_ANNOTATION]: JSON.stringify(records) } })),
      records,
    );
  });

  for (const [name, annotations] of [
    ['without annotations', undefined],
    ['with other annotations', { own: 'x' }],
  ] as const) {
    it(`finds none on an object ${name}`, () => {
      assert.deepEqual(recordsOf(deployment(annotations === undefined ? {} : { annotations })), []);
    });
  }

  it('reads which digest was proven', () => {
    const records = [{ images: [{ ...image, digest: digestOf('app') }] }];
    assert.deepEqual(
      recordsOf(deployment({ annotations: { [RECORD_ANNOTATION]: JSON.stringify(records) } })),
      records,
    );
  });

  const damaged: readonly [string, string][] = [
    ['no JSON', '[{'],
    ['empty', ''],
    ['no list', '{"images":[]}'],
    ['null', 'null'],
    ['a list of something else', '["a"]'],
    ['a list of null', '[null]'],
    ['a record without images', '[{}]'],
    ['a record of no image', '[{"images":[null]}]'],
    ['an image without its former value', '[{"images":[{"slot":"container","name":"a","to":"b"}]}]'],
    ['no change of pull Secrets', '[{"images":[],"pullSecrets":null}]'],
    ['pull Secrets in a text', '[{"images":[],"pullSecrets":"a"}]'],
    ['pull Secrets in a list', '[{"images":[],"pullSecrets":[{"name":"a"}]}]'],
    ['pull Secrets without before and after', '[{"images":[],"pullSecrets":{}}]'],
    ['pull Secrets without their former value', '[{"images":[],"pullSecrets":{"to":[]}}]'],
    ['pull Secrets without their new value', '[{"images":[],"pullSecrets":{"from":[]}}]'],
    ['pull Secrets that were removed', '[{"images":[],"pullSecrets":{"from":[],"to":null}}]'],
    ['former pull Secrets of a wrong type', '[{"images":[],"pullSecrets":{"from":"a","to":[]}}]'],
    ['no object among the former pull Secrets', '[{"images":[],"pullSecrets":{"from":["a"],"to":[]}}]'],
    ['null among the new pull Secrets', '[{"images":[],"pullSecrets":{"from":null,"to":[null]}}]'],
    ['a list among the new pull Secrets', '[{"images":[],"pullSecrets":{"from":null,"to":[[]]}}]'],
    ['a pull Secret with a number', '[{"images":[],"pullSecrets":{"from":null,"to":[{"name":1}]}}]'],
    ['a pull Secret with more', '[{"images":[],"pullSecrets":{"from":[{"name":"a","key":"b"}],"to":[]}}]'],
    ['an image of an unknown slot', '[{"images":[{"slot":"a","name":"a","from":"a","to":"b"}]}]'],
    ['a damaged record after a good one', '[{"images":[]},{"images":[],"pullSecrets":null}]'],
    ['a digest that is none', JSON.stringify([{ images: [{ ...image, digest: 'sha256:0a' }] }])],
    ['an image of a wrong type', '[{"images":[{"slot":"container","name":"a","from":1,"to":"b"}]}]'],
  ];
  for (const [name, text] of damaged) {
    it(`does not read a damaged annotation: ${name}`, () => {
      assert.equal(recordsOf(deployment({ annotations: { [RECORD_ANNOTATION]: text } })), undefined);
    });
  }
});
