import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UsageError } from '../../../src/domain/errors.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { ImageReference } from '../../../src/domain/image/reference.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { comesFromSource, decideImage, mapImage } from '../../../src/domain/mapping/map-image.ts';
import type { MappingRequest } from '../../../src/domain/mapping/mapping.ts';
import { hosts, references, repositories } from '../image/arbitrary-reference.ts';

const DIGEST = `sha256:${'f'.repeat(64)}`;
const rules = [
  { from: 'quay.io/a', to: 'new.example/short', origin: 'rules.yaml:2' },
  { from: 'quay.io/a/b', to: 'other.example/long' },
  { from: 'quay.io/one/app', to: 'new.example/renamed' },
  { from: 'gcr.io', to: 'new.example/google' },
];

describe('mapImage', () => {
  const cases: readonly (readonly [
    name: string,
    request: Partial<MappingRequest>,
    image: string,
    target: string | undefined,
  ])[] = [
    ['flattens to the least depth', { strategy: 'flatten', maxDepth: 1 }, 'quay.io/a/x', 'new.example/a-x'],
    [
      'knows the target registry in upper case',
      { from: ['*'], to: 'new.example/m' },
      'New.Example/z/x',
      undefined,
    ],
    ['keeps the path', {}, 'quay.io/stackstate/x:1', 'new.example/stackstate/x:1'],
    ['keeps the path below a prefix', { to: 'new.example/m' }, 'quay.io/a/x:1', 'new.example/m/a/x:1'],
    [
      'keeps the whole path of a source with a prefix',
      { from: ['quay.io/a'] },
      'quay.io/a/x:1',
      'new.example/a/x:1',
    ],
    ['takes the prefix itself', { from: ['quay.io/a'] }, 'quay.io/a:1', 'new.example/a:1'],
    ['leaves half a component alone', { from: ['quay.io/a'] }, 'quay.io/ab/x:1', undefined],
    ['leaves other registries alone', {}, 'gcr.io/a/x:1', undefined],
    ['writes short Docker Hub names out', { from: ['docker.io'] }, 'nginx:1', 'new.example/library/nginx:1'],
    ['adds no tag', {}, 'quay.io/a/x', 'new.example/a/x'],
    ['keeps a digest', {}, `quay.io/a/x@${DIGEST}`, `new.example/a/x@${DIGEST}`],
    ['keeps tag and digest', {}, `quay.io/a/x:1@${DIGEST}`, `new.example/a/x:1@${DIGEST}`],
    ['leaves what is at the target alone', {}, 'new.example/stackstate/x:1', undefined],
    ['takes letter case of a host as it is meant', {}, 'Quay.io/a/x', 'new.example/a/x'],

    ['prefixes the host', { strategy: 'prefix-host' }, 'quay.io/a/x:1', 'new.example/quay.io/a/x:1'],
    [
      'prefixes a host with port',
      { strategy: 'prefix-host', from: ['old.example:5000'], to: 'new.example/m' },
      'old.example:5000/a/x:1',
      'new.example/m/old.example_5000/a/x:1',
    ],

    ['flattens to one level', { strategy: 'flatten' }, 'quay.io/a/b/x:1', 'new.example/a-b-x:1'],
    [
      'flattens below a prefix',
      { strategy: 'flatten', to: 'new.example/m' },
      'quay.io/a/b/x',
      'new.example/m/a-b-x',
    ],
    ['flattens to two levels', { strategy: 'flatten', maxDepth: 2 }, 'quay.io/a/b/x', 'new.example/a/b-x'],
    [
      'counts the prefix',
      { strategy: 'flatten', maxDepth: 3, to: 'new.example/m' },
      'quay.io/a/b/x',
      'new.example/m/a/b-x',
    ],
    ['flattens no more than needed', { strategy: 'flatten', maxDepth: 3 }, 'quay.io/a/x', 'new.example/a/x'],

    ['follows a rule', { rules }, 'quay.io/a/x/y:1', 'new.example/short/x/y:1'],
    ['follows the longest rule', { rules }, 'quay.io/a/b/x:1', 'other.example/long/x:1'],
    ['renames one repository', { rules }, `quay.io/one/app:1@${DIGEST}`, `new.example/renamed:1@${DIGEST}`],
    ['follows a rule for no half component', { rules }, 'quay.io/ab/x:1', 'new.example/ab/x:1'],
    [
      'follows a rule before the strategy',
      { rules, strategy: 'flatten' },
      'quay.io/a/x/y',
      'new.example/short/x/y',
    ],
    ['takes the source of a rule for a source', { rules }, 'gcr.io/x:1', 'new.example/google/x:1'],
    ['leaves alone what a rule has mapped', { rules, from: ['*'] }, 'other.example/long/x:1', undefined],

    ['moves every registry', { from: ['*'] }, 'anything.example:5000/a/x', 'new.example/a/x'],
    ['moves Docker Hub with every registry', { from: ['*'] }, 'nginx', 'new.example/library/nginx'],
    [
      'moves nothing within the target registry',
      { from: ['*'], to: 'new.example/m' },
      'new.example/z/x',
      undefined,
    ],
    [
      'moves that when it is named',
      { from: ['*', 'new.example'], to: 'new.example/m' },
      'new.example/z/x',
      'new.example/m/z/x',
    ],
    [
      'takes the push address for the target',
      { from: ['*'], push: 'push.example' },
      'push.example/a/x',
      undefined,
    ],
    [
      'moves within a registry',
      { from: ['reg.example'], to: 'reg.example/m' },
      'reg.example/a/x',
      'reg.example/m/a/x',
    ],
    ['does so once', { from: ['reg.example'], to: 'reg.example/m' }, 'reg.example/m/a/x', undefined],
    [
      'moves to a name that only begins alike',
      { from: ['reg.example'], to: 'reg.example/m' },
      'reg.example/ma/x',
      'reg.example/m/ma/x',
    ],
  ];
  for (const [name, request, image, target] of cases) {
    it(name, () => {
      const mapping = buildMapping({ from: ['quay.io'], to: 'new.example', ...request });
      const mapped = mapImage(mapping, parseImageReference(image));
      assert.equal(mapped === undefined ? undefined : formatImageReference(mapped.target), target);
      assert.equal(comesFromSource(mapping, parseImageReference(image)), target !== undefined);
    });
  }

  it('refuses a target that would have no name', () => {
    refuses([{ from: 'quay.io/app', to: 'new.example' }], 'quay.io/app:1', /would become new\.example\//);
  });

  it('refuses a target that would be too long', () => {
    refuses([{ from: 'quay.io', to: 'new.example/deep' }], `quay.io/${'a'.repeat(254)}`, /259 characters/);
  });

  it('refuses a target at Docker Hub that would have no account', () => {
    refuses([{ from: 'quay.io/app', to: 'docker.io/app' }], 'quay.io/app:1', /has no account/);
  });

  function refuses(rules: MappingRequest['rules'] & {}, image: string, message: RegExp): void {
    const mapping = buildMapping({ from: [], to: 'new.example/other', rules });
    assert.throws(
      () => mapImage(mapping, parseImageReference(image)),
      (error) => error instanceof UsageError && message.test(error.message) && error.nextStep !== undefined,
    );
    assert.equal(comesFromSource(mapping, parseImageReference(image)), true);
  }

  const mappings = [
    buildMapping({ from: ['*'], to: 'new.example/m' }),
    buildMapping({ from: ['*'], to: 'new.example', strategy: 'prefix-host' }),
    buildMapping({ from: ['*'], to: 'localhost:5000/m', strategy: 'flatten', maxDepth: 3 }),
    buildMapping({
      from: ['docker.io', 'localhost:5000'],
      to: 'docker.io/me/x',
      rules: [{ from: 'localhost', to: '[::1]:5000/z' }],
    }),
  ];

  it('never loses or adds a tag or digest', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mappings), references, (mapping, image) => {
        const mapped = mapImage(mapping, image);
        if (mapped === undefined) return;
        assert.equal(mapped.target.tag, image.tag);
        assert.equal(mapped.target.digest, image.digest);
      }),
    );
  });

  it('never maps what it has mapped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mappings), references, (mapping, image) => {
        const mapped = mapImage(mapping, image);
        if (mapped === undefined) return;
        assert.equal(mapImage(mapping, mapped.target), undefined);
        assert.deepEqual(parseImageReference(formatImageReference(mapped.target)), mapped.target);
      }),
      { numRuns: 500 },
    );
  });

  it('gives every repository a place of its own: keep within one host, prefix-host among all', () => {
    fc.assert(
      fc.property(hosts, hosts, repositories, repositories, (...[hostA, hostB, repositoryA, repositoryB]) => {
        const place = (strategy: 'keep' | 'prefix-host', reference: ImageReference): string => {
          const mapping = buildMapping({ from: ['*'], to: 'new.example', strategy });
          const mapped = mapImage(mapping, reference);
          return mapped === undefined ? 'left alone' : formatImageReference(mapped.target);
        };
        const a = parseImageReference(`${hostA}/${repositoryA}`);
        const b = parseImageReference(`${hostB}/${repositoryB}`);
        const sameRepository = a.repository === b.repository;
        assert.equal(place('keep', a) === place('keep', { ...b, host: a.host }), sameRepository);
        assert.equal(
          place('prefix-host', a) === place('prefix-host', b),
          sameRepository && a.host === b.host,
        );
      }),
    );
  });
});

describe('decideImage', () => {
  const cases: readonly (readonly [name: string, image: string, kind: string, rule: string])[] = [
    ['a rule', 'quay.io/a/x', 'mapped', 'rule quay.io/a -> new.example/short (rules.yaml:2)'],
    ['the strategy', 'quay.io/z/x', 'mapped', 'strategy keep, source quay.io'],
    ['every source', 'third.example/x', 'mapped', 'strategy keep, source *'],
    ['an image at the target', 'new.example/m/x', 'at-target', 'already at new.example/m'],
    [
      'an image at the target of a rule',
      'other.example/long/x',
      'at-target',
      'already at other.example/long',
    ],
    ['an image from elsewhere', 'new.example/x', 'no-source', 'not from a source'],
  ];
  for (const [name, image, kind, rule] of cases) {
    it(`says that ${name} decided`, () => {
      const mapping = buildMapping({ from: ['quay.io', '*'], to: 'new.example/m', rules });
      const decision = decideImage(mapping, parseImageReference(image));
      assert.deepEqual([decision.kind, decision.rule], [kind, rule]);
    });
  }
});
