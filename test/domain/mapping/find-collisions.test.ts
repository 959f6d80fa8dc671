import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';
import { collisionError } from '../../../src/domain/mapping/collision-error.ts';
import type { PlannedImage } from '../../../src/domain/mapping/find-collisions.ts';
import { findCollisions } from '../../../src/domain/mapping/find-collisions.ts';

const A: Digest = `sha256:${'a'.repeat(64)}`;
const B: Digest = `sha256:${'b'.repeat(64)}`;

function planned(source: string, target: string, digest?: Digest): PlannedImage {
  return {
    source: parseImageReference(source),
    target: parseImageReference(target),
    ...(digest !== undefined && { digest }),
  };
}

describe('findCollisions', () => {
  const cases: readonly (readonly [
    name: string,
    images: readonly PlannedImage[],
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
    [
      'two sources of unknown digest',
      [planned('q.io/a:1', 'n.io/a:1'), planned('g.io/a:1', 'n.io/a:1')],
      [['n.io/a:1', 'mapping', 2]],
    ],
    [
      'two sources, one of unknown digest',
      [planned('q.io/a:1', 'n.io/a:1', A), planned('g.io/a:1', 'n.io/a:1')],
      [['n.io/a:1', 'mapping', 2]],
    ],
    ['no source named twice', [planned('q.io/a:1', 'n.io/a:1'), planned('q.io/a:1', 'n.io/a:1', A)], []],
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
      'digests in the references themselves',
      [planned(`q.io/a:1@${A}`, `n.io/a:1@${A}`), planned(`g.io/a:1@${B}`, `n.io/a:1@${B}`)],
      [['n.io/a:1', 'mapping', 2]],
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
  for (const [name, images, found] of cases) {
    it(`finds ${name}`, () => {
      assert.deepEqual(
        findCollisions(images).map((collision) => [
          collision.target,
          collision.kind,
          collision.images.length,
        ]),
        found,
      );
    });
  }
});

describe('collisionError', () => {
  it('names target and sources, and the way out', () => {
    const error = collisionError(
      findCollisions([planned('q.io/a:1', 'n.io/a:1', A), planned('g.io/a:1', 'n.io/a:1')]),
    );
    assert.ok(error instanceof UsageError);
    assert.equal(
      error.message,
      `different images would land on one target tag:\n  n.io/a:1 <- q.io/a:1@${A}, g.io/a:1`,
    );
    assert.match(error.nextStep ?? '', /--strategy prefix-host.*rules file/);
    assert.doesNotMatch(error.nextStep ?? '', /--drift/);
  });

  it('names another way out for a tag that has moved on', () => {
    const error = collisionError(
      findCollisions([planned('q.io/a:1', 'n.io/a:1', A), planned('q.io/a:1', 'n.io/a:1', B)]),
    );
    assert.match(error.nextStep ?? '', /--drift/);
    assert.doesNotMatch(error.nextStep ?? '', /prefix-host/);
  });

  it('names both ways out where both are needed', () => {
    const error = collisionError(
      findCollisions([
        planned('q.io/a:1', 'n.io/a:1'),
        planned('g.io/a:1', 'n.io/a:1'),
        planned('q.io/b:1', 'n.io/b:1', A),
        planned('q.io/b:1', 'n.io/b:1', B),
      ]),
    );
    assert.match(error.nextStep ?? '', /--strategy prefix-host.*--drift/);
  });

  it('shows five of five', () => {
    const five = Array.from({ length: 5 }, (_, index) => [
      planned(`q.io/a:${index}`, `n.io/a:${index}`),
      planned(`g.io/a:${index}`, `n.io/a:${index}`),
    ]).flat();
    assert.doesNotMatch(collisionError(findCollisions(five)).message, /more$/);
  });

  it('shows no endless list', () => {
    const many = Array.from({ length: 8 }, (_, index) => [
      planned(`q.io/a:${index}`, `n.io/a:${index}`),
      planned(`g.io/a:${index}`, `n.io/a:${index}`),
    ]).flat();
    const { message } = collisionError(findCollisions(many));
    assert.match(message, /^different images would land on 8 target tags:/);
    assert.equal(message.split('\n').length, 7);
    assert.match(message, /and 3 more$/);
  });
});
