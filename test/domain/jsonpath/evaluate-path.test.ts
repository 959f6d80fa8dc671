import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UsageError } from '../../../src/domain/errors.ts';
import { evaluatePath } from '../../../src/domain/jsonpath/evaluate-path.ts';
import { pointerSegments } from '../../../src/domain/kubernetes/json-patch.ts';

const OBJECT = {
  kind: 'Prometheus',
  metadata: { name: 'main', annotations: { 'example.com/image': 'a:1' } },
  spec: {
    image: 'quay.io/prometheus:2',
    containers: [
      { name: 'web', image: 'web:1', ports: [80, 443] },
      { name: 'log', image: 'log:1', debug: true },
    ],
    nothing: null,
    'odd.key/with~tilde': { "it's": 1 },
  },
};

describe('evaluatePath', () => {
  const spellings = [
    '{.spec.image}',
    '.spec.image',
    'spec.image',
    '$.spec.image',
    '{ $.spec.image }',
    "['spec'].image",
  ];
  for (const spelling of spellings) {
    it(`reads ${spelling}`, () => {
      assert.deepEqual(evaluatePath(spelling, OBJECT), [
        { pointer: '/spec/image', value: 'quay.io/prometheus:2' },
      ]);
    });
  }

  const table: [string, string, Record<string, unknown>][] = [
    [
      'all elements',
      '.spec.containers[*].image',
      { '/spec/containers/0/image': 'web:1', '/spec/containers/1/image': 'log:1' },
    ],
    [
      'a star after a dot',
      '.spec.containers.*.name',
      { '/spec/containers/0/name': 'web', '/spec/containers/1/name': 'log' },
    ],
    ['an index', '.spec.containers[1].name', { '/spec/containers/1/name': 'log' }],
    ['an index from the end', '.spec.containers[-1].name', { '/spec/containers/1/name': 'log' }],
    ['an index from the end, further', '.spec.containers[-2].name', { '/spec/containers/0/name': 'web' }],
    ['an index beyond the end', '.spec.containers[2].name', {}],
    ['an index of an object', '.spec[0]', {}],
    ['a slice', '.spec.containers[0:1].name', { '/spec/containers/0/name': 'web' }],
    ['a slice with a step', '.spec.containers[0].ports[::2]', { '/spec/containers/0/ports/0': 80 }],
    [
      'indexes side by side',
      '.spec.containers[1,0].name',
      { '/spec/containers/1/name': 'log', '/spec/containers/0/name': 'web' },
    ],
    [
      'names side by side',
      ".spec.containers[0]['name', 'image']",
      { '/spec/containers/0/name': 'web', '/spec/containers/0/image': 'web:1' },
    ],
    [
      'an escaped dot',
      '.metadata.annotations.example\\.com/image',
      { '/metadata/annotations/example.com~1image': 'a:1' },
    ],
    [
      'a dot escaped within quotes, as kubectl wants it',
      ".metadata.annotations['example\\.com/image']",
      { '/metadata/annotations/example.com~1image': 'a:1' },
    ],
    [
      'a quoted name',
      ".metadata.annotations['example.com/image']",
      { '/metadata/annotations/example.com~1image': 'a:1' },
    ],
    ['a name in double quotes', '.metadata["name"]', { '/metadata/name': 'main' }],
    [
      'anything below',
      '..image',
      {
        '/spec/image': 'quay.io/prometheus:2',
        '/spec/containers/0/image': 'web:1',
        '/spec/containers/1/image': 'log:1',
      },
    ],
    ['an element of anything below', '..ports[1]', { '/spec/containers/0/ports/1': 443 }],
    ['a filter by text', '.spec.containers[?(@.name=="log")].image', { '/spec/containers/1/image': 'log:1' }],
    [
      'a filter in single quotes',
      ".spec.containers[?(@.name == 'log')].image",
      { '/spec/containers/1/image': 'log:1' },
    ],
    [
      'a filter by inequality',
      '.spec.containers[?(@.name!="log")].image',
      { '/spec/containers/0/image': 'web:1' },
    ],
    ['a filter by order', '.spec.containers[0].ports[?(@>=100)]', { '/spec/containers/0/ports/1': 443 }],
    [
      'a filter by order of texts',
      '.spec.containers[?(@.name<"m")].name',
      { '/spec/containers/1/name': 'log' },
    ],
    ['a filter by presence', '.spec.containers[?(@.debug)].name', { '/spec/containers/1/name': 'log' }],
    [
      'a filter by a keyword',
      '.spec.containers[?(@.debug==true)].name',
      { '/spec/containers/1/name': 'log' },
    ],
    ['a filter of other types', '.spec.containers[?(@.name>5)].name', {}],
    ['a filter of anything below', '..[?(@.name=="web")].image', { '/spec/containers/0/image': 'web:1' }],
    ['a field that is absent', '.spec.nowhere.image', {}],
    ['a field of a text', '.kind.length', {}],
    ['a field that only JavaScript knows', '.spec.containers.length', {}],
    ['a field of every object in JavaScript', '.spec.constructor', {}],
    ['null', '.spec.nothing', { '/spec/nothing': null }],
    ['a field of null', '.spec.nothing.image', {}],
  ];
  for (const [name, path, expected] of table) {
    it(`finds ${name}: ${path}`, () => {
      const found = evaluatePath(path, OBJECT);
      assert.deepEqual(
        found.map(({ pointer, value }) => [pointer, value]),
        Object.entries(expected),
      );
    });
  }

  it('finds the whole', () => {
    for (const path of ['{.}', '$', '@'])
      assert.deepEqual(evaluatePath(path, null), [{ pointer: '', value: null }]);
  });

  const invalid: [string, string][] = [
    ['nothing', ''],
    ['empty braces', '{}'],
    ['two paths', '{.a}{.b}'],
    ['text behind it', '{.a} x'],
    ['a range', '{range .items[*]}'],
    ['a blank within', '.a b'],
    ['a dot at the end', '.a.'],
    ['open brackets', '.a[0'],
    ['a name without quotes in brackets', '.a[b]'],
    ['a script', '.a[(@.length-1)]'],
    ['a filter that calls something', '.a[?(process.exit())]'],
    ['a filter of several conditions', '.a[?(@.b==1 && @.c==2)]'],
    ['a filter with a regular expression', '.a[?(@.b =~ /x/)]'],
    ['a filter without an operand', '.a[?(@.b==)]'],
    ['a bad escape', String.raw`.a["\u12"]`],
    ['the parent of something', '.a^'],
  ];
  for (const [name, path] of invalid) {
    it(`refuses ${name}: ${path}`, () => {
      assert.throws(
        () => evaluatePath(path, OBJECT),
        (error) =>
          error instanceof UsageError && /position \d+/.test(error.message) && error.nextStep !== undefined,
      );
    });
  }

  it('says where it went wrong', () => {
    assert.throws(() => evaluatePath('.items[x].name', {}), {
      message:
        'invalid JSONPath ".items[x].name": expected an index, a slice, * or a quoted name, found "x" at position 8',
    });
  });

  it('finds every field by its quoted name, and points to it', () => {
    const special = fc.constantFrom(
      '..',
      '*',
      '^',
      '~',
      '$',
      '@',
      '`',
      "'",
      '?(1)',
      '0',
      '1:2',
      'a,b',
      '[0]',
      '__proto__',
    );
    const names = fc.oneof(fc.string(), special);
    fc.assert(
      fc.property(names, names, (outer, inner) => {
        const path = `[${JSON.stringify(outer)}][${JSON.stringify(inner)}]`;
        const [found] = evaluatePath(path, Object.fromEntries([[outer, Object.fromEntries([[inner, 7]])]]));
        assert.equal(found?.value, 7);
        assert.deepEqual(pointerSegments(found.pointer), [outer, inner]);
      }),
    );
  });
});
