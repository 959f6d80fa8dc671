import assert from 'node:assert/strict';
import { inScope, listQueries, type Scope } from '../../../src/domain/inventory/scope.ts';

function scope(namespaces: readonly string[], excludeNamespaces: readonly string[] = []): Scope {
  return { namespaces, excludeNamespaces };
}

describe('inScope', () => {
  const cases: readonly [name: string, scope: Scope, namespace: string | undefined, expected: boolean][] = [
    ['everything without a limit', scope([]), 'shop', true],
    ['a namespace by name', scope(['shop']), 'shop', true],
    ['no other namespace', scope(['shop']), 'shops', false],
    ['one of several', scope(['a', 'shop']), 'shop', true],
    ['a run of characters', scope(['team-*']), 'team-a-b', true],
    ['an empty run', scope(['team-*']), 'team-', true],
    ['no other beginning', scope(['team-*']), 'a-team-b', false],
    ['a run in the middle', scope(['a*z']), 'a-m-z', true],
    ['one character', scope(['team-?']), 'team-a', true],
    ['not two characters for one', scope(['team-?']), 'team-ab', false],
    ['not none for one', scope(['team-?']), 'team-', false],
    ['dots as dots', scope(['a.b']), 'axb', false],
    ['what is excluded: nothing', scope([], ['shop']), 'shop', false],
    ['exclusion before inclusion', scope(['shop'], ['sh*']), 'shop', false],
    ['what the exclusion does not name', scope([], ['kube-*']), 'shop', true],
    ['cluster-scoped objects always', scope(['shop'], ['*']), undefined, true],
  ];
  for (const [name, limits, namespace, expected] of cases) {
    it(`covers ${name}`, () => {
      assert.equal(inScope(limits, namespace), expected);
    });
  }
});

describe('listQueries', () => {
  const cases: readonly [string, Scope, unknown][] = [
    ['one over all', scope([]), [{}]],
    ['one a namespace', scope(['a', 'b']), [{ namespace: 'a' }, { namespace: 'b' }]],
    ['no namespace twice', scope(['a', 'b', 'a']), [{ namespace: 'a' }, { namespace: 'b' }]],
    ['one over all for a pattern', scope(['a', 'b*']), [{}]],
    ['one over all for an exclusion', scope([], ['a']), [{}]],
  ];
  for (const [name, limits, expected] of cases) {
    it(`asks ${name}`, () => {
      assert.deepEqual(listQueries(limits), expected);
    });
  }
});
