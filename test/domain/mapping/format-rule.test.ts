import assert from 'node:assert/strict';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { formatRule } from '../../../src/domain/mapping/format-rule.ts';

describe('formatRule', () => {
  it('names both prefixes, and the place of the rule where it has one', () => {
    const { rules } = buildMapping({
      from: ['quay.io'],
      to: 'localhost:5000',
      rules: [
        { from: 'quay.io/a', to: 'localhost:5000/b' },
        { from: 'quay.io/a/b', to: 'localhost:5000/c', origin: 'rules.yaml:3' },
      ],
    });
    assert.deepEqual(rules.map(formatRule), [
      'rule quay.io/a/b -> localhost:5000/c (rules.yaml:3)',
      'rule quay.io/a -> localhost:5000/b',
    ]);
  });
});
