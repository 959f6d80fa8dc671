import assert from 'node:assert/strict';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { explainMapping } from '../../../src/domain/mapping/explain-mapping.ts';

describe('explainMapping', () => {
  it('lists rules and sources in the order in which they decide', () => {
    const mapping = buildMapping({
      from: ['quay.io', 'gcr.io/team/x', '*'],
      to: 'localhost:5000',
      push: 'registry.svc:5000',
      rules: [
        { from: 'quay.io/a', to: 'localhost:5000/b' },
        { from: 'quay.io/a/b', to: 'localhost:5000/c', origin: 'rules.yaml:3' },
      ],
    });
    assert.deepEqual(explainMapping(mapping), [
      'rule quay.io/a/b -> localhost:5000/c (rules.yaml:3)',
      'rule quay.io/a -> localhost:5000/b',
      'gcr.io/team/x -> localhost:5000/<path> (strategy keep)',
      'quay.io -> localhost:5000/<path> (strategy keep)',
      "any other registry but the target's -> localhost:5000/<path> (strategy keep)",
      'target localhost:5000 (written to registry.svc:5000)',
    ]);
  });

  it('names the other strategies', () => {
    const lines = (['prefix-host', 'flatten'] as const).map((strategy) =>
      explainMapping(buildMapping({ from: ['quay.io'], to: 'new.example/m', strategy })).join('; '),
    );
    assert.deepEqual(lines, [
      'quay.io -> new.example/m/<source host>/<path> (strategy prefix-host); target new.example/m',
      'quay.io -> new.example/m/<path joined with "-"> (strategy flatten, at most 2 components); target new.example/m',
    ]);
  });
});
