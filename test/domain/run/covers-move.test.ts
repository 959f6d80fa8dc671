import assert from 'node:assert/strict';
import type { Scope } from '../../../src/domain/inventory/scope.ts';
import { coversMove } from '../../../src/domain/run/covers-move.ts';
import { aMove } from '../../support/builders/run.ts';

const ALL: Scope = { namespaces: [], excludeNamespaces: [] };

describe('whether a rollback looks at all that a run may have changed', () => {
  const cases: readonly [title: string, Partial<Scope>, Parameters<typeof aMove>[0], boolean][] = [
    ['everything covers everything', {}, {}, true],
    ['everything covers a part', {}, { namespace: ['shop'] }, true],
    ['a part does not cover everything', { namespaces: ['shop'] }, {}, false],
    ['the same part covers it', { namespaces: ['shop', 'data'] }, { namespace: ['data,shop'] }, true],
    ['the same pattern covers it', { namespaces: ['team-*'] }, { namespace: ['team-*'] }, true],
    ['another part does not', { namespaces: ['shop'] }, { namespace: ['shop', 'data'] }, false],
    [
      'what the run left out may be left out',
      { excludeNamespaces: ['x'] },
      { 'exclude-namespace': ['x'] },
      true,
    ],
    ['what it did not may not', { excludeNamespaces: ['x'] }, {}, false],
    ['labels may have changed since', { labelSelector: 'a=b' }, { selector: 'a=b' }, false],
  ];
  for (const [title, scope, move, covers] of cases) {
    it(title, () => {
      assert.equal(coversMove({ ...ALL, ...scope }, aMove(move)), covers);
    });
  }
});
