import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import type { MappingRequest } from '../../../src/domain/mapping/mapping.ts';

describe('buildMapping', () => {
  it('keeps the path where nothing else is asked for', () => {
    assert.deepEqual(buildMapping({ from: ['quay.io', 'quay.io/a', 'quay.io'], to: 'new.example/m' }), {
      sources: [
        { host: 'quay.io', path: 'a' },
        { host: 'quay.io', path: '' },
      ],
      everySource: false,
      target: { host: 'new.example', path: 'm' },
      strategy: 'keep',
      maxDepth: 2,
      rules: [],
    });
  });

  it('accepts rules as the only sources', () => {
    assert.equal(
      buildMapping({ from: [], to: 'new.example', rules: [{ from: 'quay.io/a', to: 'new.example/b' }] }).rules
        .length,
      1,
    );
  });

  it('accepts a target within a source', () => {
    assert.doesNotThrow(() => buildMapping({ from: ['reg.example'], to: 'reg.example/mirror' }));
  });

  const valid: MappingRequest = { from: ['quay.io'], to: 'new.example/m' };
  const refused: readonly (readonly [
    name: string,
    request: Partial<MappingRequest>,
    message: RegExp,
    next: RegExp,
  ])[] = [
    ['no source', { from: [] }, /no source registry/, /'\*'/],
    ['a malformed source', { from: ['quay.io/'] }, /^invalid source "quay\.io\/"/, /Write quay\.io\./],
    ['a malformed target', { to: 'https://new.example' }, /^invalid target "https:/, /Write new\.example\./],
    [
      'a malformed push address',
      { push: 'new.example:x' },
      /^invalid push address "new\.example:x"/,
      /digits/,
    ],
    [
      'a source that is the target',
      { from: ['new.example/m'] },
      /new\.example\/m is both source and target/,
      /mirror/,
    ],
    [
      'a source inside the target',
      { from: ['new.example/m/x'] },
      /source new\.example\/m\/x lies inside the target/,
      /mirror/,
    ],
    [
      'a source inside the target of a rule',
      { from: ['quay.io', 'other.example/b/c'], rules: [{ from: 'quay.io/a', to: 'other.example/b' }] },
      /other\.example\/b\/c lies inside the target other\.example\/b/,
      /contains no source/,
    ],
    [
      'rules that feed each other',
      {
        rules: [
          { from: 'r.example/a', to: 'r.example/b' },
          { from: 'r.example/b', to: 'r.example/c' },
        ],
      },
      /r\.example\/b is both source and target/,
      /contains no source/,
    ],
    [
      'two rules for one source',
      {
        rules: [
          { from: 'quay.io/a', to: 'new.example/m/x', origin: 'rules.yaml:2' },
          { from: 'quay.io/a', to: 'new.example/m/y', origin: 'rules.yaml:3' },
        ],
      },
      /same source: .*\(rules\.yaml:2\); .*\(rules\.yaml:3\)/,
      /Remove one/,
    ],
    [
      'a malformed rule, with its place',
      { rules: [{ from: 'quay', to: 'new.example/m', origin: 'rules.yaml:2' }] },
      /^rules\.yaml:2: invalid source of a mapping rule "quay"/,
      /docker\.io\/quay/,
    ],
    [
      'a target at Docker Hub without account',
      { to: 'docker.io' },
      /has no account/,
      /docker\.io\/<your account>/,
    ],
    [
      'a depth without flatten',
      { maxDepth: 3 },
      /has no effect with the strategy keep/,
      /--strategy flatten/,
    ],
    [
      'a depth that the prefix fills',
      { strategy: 'flatten', maxDepth: 1 },
      /no room below new\.example\/m/,
      /2 or more/,
    ],
    ['half a level', { strategy: 'flatten', maxDepth: 2.5 }, /2\.5 leaves no room/, /whole number/],
    [
      'a rule beside a target with a push address',
      { push: 'push.example/m', rules: [{ from: 'quay.io/a', to: 'new.example/z' }] },
      /push address is that of new\.example\/m/,
      /below new\.example\/m/,
    ],
  ];
  for (const [name, request, message, next] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => buildMapping({ ...valid, ...request }),
        (error) =>
          error instanceof UsageError && message.test(error.message) && next.test(error.nextStep ?? ''),
      );
    });
  }

  it('accepts a rule to another host beside a push address', () => {
    assert.doesNotThrow(() =>
      buildMapping({ ...valid, push: 'push.example', rules: [{ from: 'quay.io/a', to: 'third.example/z' }] }),
    );
  });
});
