import assert from 'node:assert/strict';
import { isSelfGuarding } from '../../../../src/adapters/kubernetes/objects/self-guarding-patch.ts';
import type { JsonPatch } from '../../../../src/domain/kubernetes/json-patch.ts';

describe('isSelfGuarding', () => {
  const cases: readonly (readonly [string, boolean, JsonPatch])[] = [
    [
      'tests what it replaces',
      true,
      [
        { op: 'test', path: '/a', value: 1 },
        { op: 'replace', path: '/a', value: 2 },
      ],
    ],
    [
      'tests what it removes',
      true,
      [
        { op: 'test', path: '/a', value: 1 },
        { op: 'remove', path: '/a' },
      ],
    ],
    [
      'tests the resource version',
      true,
      [
        { op: 'test', path: '/metadata/resourceVersion', value: '1' },
        { op: 'add', path: '/a/-', value: 2 },
      ],
    ],
    [
      'puts back an equal value',
      false,
      [
        { op: 'test', path: '/a', value: { x: 1 } },
        { op: 'replace', path: '/a', value: { x: 1 } },
      ],
    ],
    [
      'tests something else',
      false,
      [
        { op: 'test', path: '/a', value: 1 },
        { op: 'replace', path: '/b', value: 2 },
      ],
    ],
    [
      'tests too late',
      false,
      [
        { op: 'replace', path: '/a', value: 2 },
        { op: 'test', path: '/a', value: 2 },
      ],
    ],
    ['tests nothing', false, [{ op: 'add', path: '/a/-', value: 1 }]],
  ];
  for (const [name, expected, patch] of cases) {
    it(`${expected ? 'holds for' : 'does not hold for'} a patch that ${name}`, () => {
      assert.equal(isSelfGuarding(patch), expected);
    });
  }
});
