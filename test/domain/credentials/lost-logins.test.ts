import assert from 'node:assert/strict';
import type { DockerConfigEntry } from '../../../src/domain/credentials/docker-config.ts';
import { lostLogins, mayLoseLogins } from '../../../src/domain/credentials/lost-logins.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';

function entries(users: Readonly<Record<string, string>>): DockerConfigEntry[] {
  return Object.entries(users).map(([key, username]) => ({
    key,
    credential: { kind: 'basic', username, password: 'p' },
  }));
}

const HUB = 'https://index.docker.io/v1/';

interface Case {
  readonly before: Readonly<Record<string, string>>;
  readonly added: Readonly<Record<string, string>>;
  readonly images: readonly string[];
  readonly lost: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  'a longer path beside the host': {
    before: { 'h.example': 'old' },
    added: { 'h.example/new': 'new' },
    images: ['h.example/old/a:1', 'h.example/new/a:1', 'h.example/newer/a:1'],
    lost: [],
  },
  'another login under the same host': {
    before: { 'h.example': 'old' },
    added: { 'h.example': 'new' },
    images: ['h.example/old/a:1', 'other.example/a:1'],
    lost: ['h.example/old/a:1'],
  },
  'another login under the same path': {
    before: { 'h.example': 'all', 'h.example/new': 'old' },
    added: { 'h.example/new': 'new' },
    images: ['h.example/new/a:1', 'h.example/old/a:1'],
    lost: ['h.example/new/a:1'],
  },
  'the same login again': {
    before: { 'h.example': 'old' },
    added: { 'h.example': 'old' },
    images: ['h.example/old/a:1'],
    lost: [],
  },
  'the host in another spelling, which the kubelet tries too': {
    before: { 'https://h.example': 'old' },
    added: { 'h.example': 'new' },
    images: ['h.example/old/a:1'],
    lost: [],
  },
  "Docker Hub's login, which serves only what no other does": {
    before: { [HUB]: 'old' },
    added: { 'docker.io/new': 'new' },
    images: ['old/a:1', 'newer/a:1', 'other.example/a:1'],
    lost: ['docker.io/newer/a:1'],
  },
};

describe('lostLogins', () => {
  for (const [name, { before, added, images, lost }] of Object.entries(CASES)) {
    it(name, () => {
      const [old, now] = [entries(before), entries({ ...before, ...added })];
      const found = lostLogins(images.map(parseImageReference), old, now);
      assert.deepEqual(
        found.map(({ image }) => formatImageReference(image)),
        lost,
      );
      if (lost.length > 0) assert.ok(mayLoseLogins(old, now));
    });
  }

  it('tells what is left to try', () => {
    const found = lostLogins(
      [parseImageReference('h.example/a:1')],
      entries({ 'h.example': 'old' }),
      entries({ 'h.example': 'new' }),
    );
    assert.deepEqual(found[0]?.left, [{ kind: 'basic', username: 'new', password: 'p' }]);
  });

  const taken: readonly [string, Readonly<Record<string, string>>, boolean][] = [
    ['another user under its key', { 'h.example': 'new' }, true],
    ['another user under another key alone', { 'h.example': 'old', 'h.example/a': 'new' }, false],
  ];
  for (const [name, after, isTaken] of taken) {
    it(`tells of ${name} that it takes ${isTaken ? "somebody's place" : 'nothing'}`, () => {
      const image = parseImageReference('h.example/a:1');
      const [found] = lostLogins([image], entries({ 'h.example': 'old' }), entries(after));
      assert.equal(found?.isTaken ?? false, isTaken);
    });
  }

  it('need not be asked where nothing is replaced', () => {
    assert.ok(
      !mayLoseLogins(entries({ 'h.example': 'old' }), entries({ 'h.example': 'old', 'h.example/n': 'n' })),
    );
  });
});
