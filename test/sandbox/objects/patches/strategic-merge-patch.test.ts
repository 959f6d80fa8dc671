import assert from 'node:assert/strict';
import { applyStrategicPatch } from '../../../../src/sandbox/objects/patches/strategic-merge-patch.ts';
import { modelSchema } from '../../../../src/sandbox/objects/schema/model-schema.ts';
import { refusal } from '../some-objects.ts';

const A = { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] };
const B = { name: 'b', image: 'b:1' };
const POD = {
  metadata: { finalizers: ['x', 'y'], labels: { l: '1' } },
  spec: {
    containers: [A, B],
    tolerations: [{ key: 't' }],
    imagePullSecrets: [{ name: 'old' }],
    volumes: [{ name: 'v', emptyDir: {} }],
    nodeSelector: { disk: 'fast' },
  },
};

interface Case {
  readonly name: string;
  /** Of the specification. */
  readonly patch: object;
  readonly expected: object;
}

const CASES: readonly Case[] = [
  {
    name: 'merges containers and their variables by name',
    patch: { containers: [{ name: 'a', image: 'a:2', env: [{ name: 'Y', value: '2' }] }] },
    expected: {
      containers: [{ ...A, image: 'a:2', env: [{ name: 'Y', value: '2' }, ...A.env] }, B],
    },
  },
  {
    name: 'puts new items before those that are there',
    patch: { imagePullSecrets: [{ name: 'new' }] },
    expected: { imagePullSecrets: [{ name: 'new' }, { name: 'old' }] },
  },
  {
    name: 'deletes items',
    patch: {
      containers: [
        { name: 'a', $patch: 'delete' },
        { name: 'c', $patch: 'delete' },
      ],
    },
    expected: { containers: [B] },
  },
  {
    name: 'replaces a list that it is told to replace',
    patch: { containers: [{ $patch: 'replace' }, { name: 'c', image: 'c' }] },
    expected: { containers: [{ name: 'c', image: 'c' }] },
  },
  {
    name: 'replaces lists that have no key',
    patch: { tolerations: [{ key: 'u' }] },
    expected: { tolerations: [{ key: 'u' }] },
  },
  {
    name: 'replaces a map that it is told to replace',
    patch: { nodeSelector: { $patch: 'replace', zone: 'z' } },
    expected: { nodeSelector: { zone: 'z' } },
  },
  {
    name: 'deletes a map that it is told to delete',
    patch: { nodeSelector: { $patch: 'delete' } },
    expected: { nodeSelector: undefined },
  },
  {
    name: 'keeps only the keys that are to be retained',
    patch: { volumes: [{ name: 'v', $retainKeys: ['name', 'secret'], secret: { secretName: 's' } }] },
    expected: { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
  },
  {
    name: 'puts items in order, others stay where they are',
    patch: {
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }, { name: 'a' }],
      containers: [{ name: 'c' }],
    },
    expected: { containers: [B, { name: 'c' }, A] },
  },
  {
    name: 'removes nulls, of new values too',
    patch: { nodeSelector: null, affinity: { nodeAffinity: null, podAffinity: {} } },
    expected: { nodeSelector: undefined, affinity: { podAffinity: {} } },
  },
];

describe('applyStrategicPatch', () => {
  for (const { name, patch, expected } of CASES) {
    it(name, () => {
      const fields: Record<string, unknown> = { ...POD.spec, ...expected };
      const wanted = Object.entries(fields).filter(([, value]) => value !== undefined);
      assert.deepEqual(patched({ spec: patch }), { ...POD, spec: Object.fromEntries(wanted) });
    });
  }

  it('merges lists of texts by value, and deletes from them', () => {
    const metadata = { finalizers: ['y', 'z'], '$deleteFromPrimitiveList/finalizers': ['x'] };
    assert.deepEqual(patched({ metadata }), {
      ...POD,
      metadata: { ...POD.metadata, finalizers: ['y', 'z'] },
    });
  });

  it('refuses an item without its key', () => {
    const { code, message } = refusal(() => patched({ spec: { containers: [{ image: 'x' }] } }));
    assert.deepEqual([code, message], [400, 'map: {"image":"x"} does not contain declared merge key: name']);
  });
});

function patched(patch: object): unknown {
  return applyStrategicPatch(POD, patch, modelSchema('V1Pod'));
}
