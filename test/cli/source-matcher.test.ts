import assert from 'node:assert/strict';
import type { SourceFlags } from '../../src/cli/flags/move-flags.ts';
import { sourceMatcher } from '../../src/cli/source-matcher.ts';
import { UsageError } from '../../src/domain/errors.ts';

const NOTHING: SourceFlags = {
  from: undefined,
  to: undefined,
  'push-to': undefined,
  strategy: 'keep',
  'max-depth': undefined,
  rules: undefined,
  json: undefined,
};

describe('sourceMatcher', () => {
  const cases: readonly [string, Partial<SourceFlags>, string, boolean][] = [
    ['finds what lies under --from', { from: ['old.example/a'] }, 'old.example/a/x:1', true],
    ['leaves what lies elsewhere', { from: ['old.example/a'] }, 'old.example/b/x:1', false],
    ['finds everything but the target', { from: ['*'], to: 'new.example' }, 'nginx', true],
    ['leaves the target', { from: ['*'], to: 'new.example' }, 'new.example/x', false],
    [
      'leaves the target within the source',
      { from: ['x.example'], to: 'x.example/new' },
      'x.example/new/a',
      false,
    ],
    ['takes the same without a target', { from: ['x.example'] }, 'x.example/new/a', true],
  ];
  for (const [name, flags, image, expected] of cases) {
    it(name, async () => {
      const { isSource } = await sourceMatcher({ ...NOTHING, ...flags });
      assert.equal(isSource(image), expected);
    });
  }

  for (const [name, flags] of [
    ['no source', {}],
    ['every source without a target', { from: ['*'] }],
    ['a target without a source', { to: 'new.example' }],
    ['a malformed source', { from: ['https://old.example'] }],
  ] as const) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(sourceMatcher({ ...NOTHING, ...flags } as SourceFlags), UsageError);
    });
  }
});
