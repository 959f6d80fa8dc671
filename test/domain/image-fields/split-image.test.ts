import assert from 'node:assert/strict';
import { nameOfSplit, pointersOfSplit } from '../../../src/domain/image-fields/image-expression.ts';
import {
  composeImage,
  type ImagePart,
  recomposed,
  unwritable,
} from '../../../src/domain/image-fields/split-image.ts';

const DIGEST = `sha256:${'b'.repeat(64)}`;

/** `name` parts first, then `:tag` and `@digest` as given. */
function parts(...texts: readonly string[]): ImagePart[] {
  return texts.map((text, index) => {
    const role = text.startsWith(':') ? 'tag' : text.startsWith('@') ? 'digest' : 'name';
    const own = role === 'name' ? text : text.slice(1);
    return { role, pointer: `/spec/${index}`, value: own, text: own };
  });
}

describe('a split image', () => {
  const cases: readonly [parts: string[], to: string, expected: string[]][] = [
    [['old.example/a', ':1'], 'new.example/m/a:1', ['new.example/m/a', '1']],
    [['nginx', ':1'], 'new.example/library/nginx:1', ['new.example/library/nginx', '1']],
    [['old.example', 'team/a', ':1'], 'new.example:5000/m/team/a:1', ['new.example:5000', 'm/team/a', '1']],
    [['', 'nginx', ':1'], 'new.example/library/nginx:1', ['new.example', 'library/nginx', '1']],
    [['docker.io', 'nginx', ':1'], 'new.example/library/nginx:1', ['new.example', 'library/nginx', '1']],
    [['old.example/team', 'a', ':1'], 'new.example/m/team/a:1', ['new.example/m/team', 'a', '1']],
    [['team', 'a', ':1'], 'new.example/team/a:1', ['new.example/team', 'a', '1']],
    [['old.example', 'team', 'a', ':1'], 'new.example/m/team/a:1', ['new.example', 'm/team', 'a', '1']],
    [['old.example/a', ':1', '@'], `new.example/a:1@${DIGEST}`, ['new.example/a', '1', DIGEST]],
    [['old.example/a', ':', `@${DIGEST}`], `new.example/a@${DIGEST}`, ['new.example/a', '', DIGEST]],
  ];
  for (const [texts, to, expected] of cases) {
    it(`${texts.join(' ')} becomes ${expected.join(' ')}, and goes back`, () => {
      const before = parts(...texts);
      assert.deepEqual(recomposed(before, to), expected);
      const after = before.map((part, index) => ({ ...part, text: expected[index] ?? '' }));
      assert.equal(composeImage(after), to);
      assert.deepEqual(
        recomposed(after, composeImage(before)),
        before.map(({ text }) => text),
      );
    });
  }

  const stuck: readonly [why: string, parts: ImagePart[], to: string][] = [
    ['there is no field for the digest', parts('old.example/a', ':1'), `new.example/a:1@${DIGEST}`],
    ['the last part would change', parts('old.example', 'team', 'a', ':1'), 'new.example/team-a:1'],
    ['the way back would lead elsewhere', parts('old.example/team', 'a', ':1'), 'new.example/team-a:1'],
    [
      'its registry was not named',
      parts('old.example', 'a', ':1').map((part, index) => (index === 0 ? { ...part, isFixed: true } : part)),
      'new.example/a:1',
    ],
  ];
  for (const [why, before, to] of stuck) {
    it(`is not written as ${to} where ${why}`, () => {
      assert.equal(recomposed(before, to), undefined);
    });
  }

  it('may share its registry only with what goes to the same place', () => {
    const share = (image: string, pointer: string): { image: string; parts: ImagePart[] } => {
      const found = parts('old.example', image, ':1').map((part, index) =>
        index === 0 ? part : { ...part, pointer: `${pointer}/${index}` },
      );
      return { image: composeImage(found), parts: found };
    };
    const [a, b] = [share('a', '/a'), share('b', '/b')];
    const [toA, toB] = [
      { field: a, to: 'new.example/a:1' },
      { field: b, to: 'new.example/b:1' },
    ];
    assert.equal(unwritable([toA, toB]), undefined);
    assert.deepEqual(unwritable([toA, { field: b }]), { field: b });
    const elsewhere = { field: b, to: 'other.example/b:1' };
    assert.equal(unwritable([toA, elsewhere]), elsewhere);
  });

  for (const pointers of [
    ['/spec/repository', '/spec/tag'],
    ['/spec/{a}:{b}"\'%\\/é', '/spec/tag'],
  ]) {
    it(`is called so that its fields are found again: ${pointers.join(' ')}`, () => {
      const [first = '', second = ''] = pointers;
      const named = [
        { role: 'name', pointer: first },
        { role: 'tag', pointer: second },
      ] as const;
      assert.deepEqual(pointersOfSplit(nameOfSplit(named)), named);
    });
  }
});
