import assert from 'node:assert/strict';
import type { ImageCopy } from '../../../src/domain/copy/copy.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { pinned } from '../../../src/domain/image/pin-reference.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';
import { collisionReason } from '../../../src/domain/plan/collision-reason.ts';
import { copyTarget } from '../../../src/domain/mapping/copy-target.ts';
import { findCollisions } from '../../../src/domain/plan/find-collisions.ts';

const A: Digest = `sha256:${'a'.repeat(64)}`;
const B: Digest = `sha256:${'b'.repeat(64)}`;

function planned(source: string, target: string, digest: Digest): ImageCopy {
  return {
    source: pinned(parseImageReference(source), digest),
    target: copyTarget(parseImageReference(target)),
  };
}

describe('findCollisions', () => {
  const cases: readonly (readonly [
    name: string,
    copies: readonly ImageCopy[],
    found: readonly (readonly [target: string, kind: string, images: number])[],
  ])[] = [
    [
      'nothing among different targets',
      [planned('q.io/a:1', 'n.io/a:1', A), planned('q.io/b:1', 'n.io/b:1', B)],
      [],
    ],
    [
      'nothing among different tags',
      [planned('q.io/a:1', 'n.io/a:1', A), planned('q.io/a:2', 'n.io/a:2', B)],
      [],
    ],
    [
      'two sources with different digests',
      [planned('q.io/a:1', 'n.io/a:1', A), planned('g.io/a:1', 'n.io/a:1', B)],
      [['n.io/a:1', 'mapping', 2]],
    ],
    [
      'no two sources with one digest',
      [planned('q.io/a:1', 'n.io/a:1', A), planned('g.io/a:1', 'n.io/a:1', A)],
      [],
    ],
    ['no source named twice', [planned('q.io/a:1', 'n.io/a:1', A), planned('q.io/a:1', 'n.io/a:1', A)], []],
    [
      'a tag that has moved on',
      [
        planned('q.io/a:1', 'n.io/a:1', A),
        planned('q.io/a:1', 'n.io/a:1', B),
        planned('q.io/a:1', 'n.io/a:1', A),
      ],
      [['n.io/a:1', 'drift', 2]],
    ],
    [
      'the tag that is meant where none is written',
      [planned('q.io/a', 'n.io/a', A), planned('g.io/a:latest', 'n.io/a:latest', B)],
      [['n.io/a:latest', 'mapping', 2]],
    ],
    [
      'no two digests without tag',
      [planned(`q.io/a@${A}`, `n.io/a@${A}`, A), planned(`g.io/a@${B}`, `n.io/a@${B}`, B)],
      [],
    ],
  ];
  for (const [name, copies, found] of cases) {
    it(`finds ${name}`, () => {
      assert.deepEqual(
        findCollisions(copies).map((collision) => [
          formatImageReference(collision.target),
          collision.kind,
          collision.copies.length,
        ]),
        found,
      );
    });
  }
});

describe('collisionReason', () => {
  const reasonOf = (copies: readonly ImageCopy[]): string => {
    const [collision] = findCollisions(copies);
    assert.ok(collision);
    return collisionReason(collision);
  };

  it('names target and sources, and the way out', () => {
    assert.equal(
      reasonOf([planned('q.io/a:1', 'n.io/a:1', A), planned('g.io/a:1', 'n.io/a:1', B)]),
      `different images would be copied to n.io/a:1: q.io/a:1@${A}, g.io/a:1@${B}; separate them with --strategy prefix-host or a rules file`,
    );
  });

  it('names another way out for a tag that has moved on', () => {
    const reason = reasonOf([planned('q.io/a:1', 'n.io/a:1', A), planned('q.io/a:1', 'n.io/a:1', B)]);
    assert.match(reason, /--drift/);
    assert.doesNotMatch(reason, /prefix-host/);
  });

  it('shows no endless list', () => {
    const many = Array.from({ length: 8 }, (_, index) =>
      planned(`q${index}.io/a:1`, 'n.io/a:1', index === 0 ? A : B),
    );
    assert.match(reasonOf(many), /q4\.io\/a:1@\S+, and 3 more;/);
  });
});
