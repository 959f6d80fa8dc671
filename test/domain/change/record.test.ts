import assert from 'node:assert/strict';
import { RECORD_ANNOTATION, recordText } from '../../../src/domain/change/record.ts';
import {
  DAMAGED_RECORD,
  NEWER_RECORD,
  readChangeLog,
  recordsOf,
} from '../../../src/domain/change/read-record.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';

const image = { slot: 'container', name: 'app', from: 'old.example/app:1', to: 'new.example/app:1' };

/** The annotation with one record, as text; fields can be given wrongly. */
function logOf(fields: Readonly<Record<string, unknown>>, more: object = {}): string {
  return JSON.stringify({ version: 1, changes: [{ images: [image], ...fields }], handBack: [], ...more });
}

function read(text: string) {
  return readChangeLog(deployment({ annotations: { [RECORD_ANNOTATION]: text } }));
}

describe('readChangeLog', () => {
  it('reads what was written', () => {
    const changes = [
      { run: '20260101-000000-bcdf', images: [], pullSecrets: ['a'], already: [] },
      { merged: ['20260101-000000-bcdf'], images: [] },
    ];
    const owner = { manager: 'helm', operation: 'Apply', apiVersion: 'apps/v1', fields: { 'f:spec': {} } };
    const log = { version: 1, changes, handBack: [owner] };
    assert.deepEqual(read(JSON.stringify(log)), log);
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
    const text = logOf({ images: [{ ...image, digest: digestOf('app') }] });
    assert.deepEqual(read(text), JSON.parse(text));
  });

  it('writes a form that earlier versions know as long as no text was rewritten', () => {
    const plain = { images: [], pullSecrets: ['a'] };
    const mentions = [{ from: 'old.example/a:1', to: 'new.example/a:1' }];
    const text = { slot: 'mention', name: 'container app args[0]', from: 'a', to: 'b', mentions } as const;
    for (const [changes, version] of [
      [[plain], 1],
      [[plain, { ...plain, texts: [text] }], 2],
    ] as const) {
      const written = recordText({ changes, handBack: [] }) ?? '';
      assert.deepEqual(JSON.parse(written), { version, changes, handBack: [] });
      assert.deepEqual(read(written), JSON.parse(written));
    }
  });

  it('leaves to a newer version what that wrote', () => {
    assert.deepEqual(read(JSON.stringify({ version: 3, changes: 'other' })), { problem: NEWER_RECORD });
  });

  const owner = { manager: 'helm', operation: 'Apply', apiVersion: 'apps/v1', fields: {} };
  const damaged: readonly [string, string][] = [
    ['no JSON', '{"version":1'],
    ['empty', ''],
    ['a list', '[]'],
    ['a text without references', logOf({ texts: [{ slot: 'mention', name: 'x', from: 'a', to: 'b' }] })],
    ['an image among the texts', logOf({ texts: [{ ...image, mentions: [] }] })],
    ['null', 'null'],
    ['without a version', '{"changes":[],"handBack":[]}'],
    ['an older version', '{"version":0,"changes":[],"handBack":[]}'],
    ['a version in a text', '{"version":"1","changes":[],"handBack":[]}'],
    ['without changes', '{"version":1,"handBack":[]}'],
    ['something that this version does not write', logOf({}, { more: 1 })],
    ['null among the changes', '{"version":1,"changes":[null],"handBack":[]}'],
    ['a record without images', logOf({ images: undefined })],
    ['a record of no image', logOf({ images: [null] })],
    ['an image without its former value', logOf({ images: [{ slot: 'container', name: 'a', to: 'b' }] })],
    ['an image of an unknown slot', logOf({ images: [{ ...image, slot: 'a' }] })],
    ['an image of a wrong type', logOf({ images: [{ ...image, from: 1 }] })],
    ['a digest that is none', logOf({ images: [{ ...image, digest: 'sha256:0a' }] })],
    ['an image with more', logOf({ images: [{ ...image, more: 1 }] })],
    ['a run of a wrong type', logOf({ run: 1 })],
    ['merged runs of a wrong type', logOf({ merged: 'a' })],
    ['pull Secrets in a text', logOf({ pullSecrets: 'a' })],
    ['pull Secrets that are no names', logOf({ pullSecrets: [{ name: 'a' }] })],
    ['images at the target without a slot', logOf({ already: [{ name: 'a' }] })],
    ['an owner of no operation', logOf({}, { handBack: [{ ...owner, operation: 'Delete' }] })],
    ['an owner without a name', logOf({}, { handBack: [{ ...owner, manager: undefined }] })],
    ['an owner whose fields are no tree', logOf({}, { handBack: [{ ...owner, fields: { 'f:a': 1 } }] })],
  ];
  for (const [name, text] of damaged) {
    it(`does not read a damaged annotation: ${name}`, () => {
      assert.deepEqual(read(text), { problem: DAMAGED_RECORD });
    });
  }
});
