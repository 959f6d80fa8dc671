import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import {
  parseImageReference,
  readImageReference,
  tryParseImageReference,
} from '../../../src/domain/image/parse-reference.ts';
import type { Digest, ImageReference } from '../../../src/domain/image/reference.ts';

const SHA256: Digest = `sha256:${'f'.repeat(64)}`;
const SHA384: Digest = `sha384:${'e'.repeat(96)}`;
const SHA512: Digest = `sha512:${'d'.repeat(128)}`;

const valid: readonly (readonly [name: string, text: string, expected: ImageReference])[] = [
  ['a Docker Hub name', 'nginx', { host: 'docker.io', repository: 'library/nginx' }],
  ['a Docker Hub name with namespace', 'library/nginx', { host: 'docker.io', repository: 'library/nginx' }],
  ['Docker Hub named', 'docker.io/nginx', { host: 'docker.io', repository: 'library/nginx' }],
  ['Docker Hub by its old name', 'index.docker.io/nginx', { host: 'docker.io', repository: 'library/nginx' }],
  ['a user of Docker Hub', 'index.docker.io/me/app', { host: 'docker.io', repository: 'me/app' }],
  ['three parts at Docker Hub', 'docker.io/library/a/b', { host: 'docker.io', repository: 'library/a/b' }],
  ['a namespace that looks like no host', 'test_com/foo', { host: 'docker.io', repository: 'test_com/foo' }],
  ['a name that looks like a host', 'test.com', { host: 'docker.io', repository: 'library/test.com' }],
  [
    'a number after the only colon',
    'test.com:5000',
    { host: 'docker.io', repository: 'library/test.com', tag: '5000' },
  ],
  [
    'an address without path',
    '192.168.0.1:80',
    { host: 'docker.io', repository: 'library/192.168.0.1', tag: '80' },
  ],
  ['a host with port', 'test:5000/repo', { host: 'test:5000', repository: 'repo' }],
  ['localhost', 'localhost/app', { host: 'localhost', repository: 'app' }],
  ['localhost with port', 'localhost:5000/a/b:1', { host: 'localhost:5000', repository: 'a/b', tag: '1' }],
  ['a host and nothing to fill in', 'quay.io/nginx', { host: 'quay.io', repository: 'nginx' }],
  ['an upper-case first part is a host', 'Foo/bar', { host: 'Foo', repository: 'bar' }],
  [
    'punycode',
    'xn--n3h.com/myimage:xn--n3h.com',
    { host: 'xn--n3h.com', repository: 'myimage', tag: 'xn--n3h.com' },
  ],
  ['a host that DNS forbids', 'my.reg_istry/app:1', { host: 'my.reg_istry', repository: 'app', tag: '1' }],
  [
    'IPv4 with port',
    '192.168.1.1:5000/repo:5050',
    { host: '192.168.1.1:5000', repository: 'repo', tag: '5050' },
  ],
  ['IPv6', '[2001:db8::1]/repo', { host: '[2001:db8::1]', repository: 'repo' }],
  ['IPv6 with port', '[::1]:5000/repo:tag', { host: '[::1]:5000', repository: 'repo', tag: 'tag' }],
  [
    'a tag',
    'lowercase:Upper_Case.1-2',
    { host: 'docker.io', repository: 'library/lowercase', tag: 'Upper_Case.1-2' },
  ],
  ['a tag that begins with _', 'a/b:_x', { host: 'docker.io', repository: 'a/b', tag: '_x' }],
  [
    'a tag of 128 characters',
    `q.io/a:${'t'.repeat(128)}`,
    { host: 'q.io', repository: 'a', tag: 't'.repeat(128) },
  ],
  ['a digest', `test:5000/repo@${SHA256}`, { host: 'test:5000', repository: 'repo', digest: SHA256 }],
  [
    'tag and digest',
    `nginx:1@${SHA256}`,
    { host: 'docker.io', repository: 'library/nginx', tag: '1', digest: SHA256 },
  ],
  ['sha384', `q.io/a@${SHA384}`, { host: 'q.io', repository: 'a', digest: SHA384 }],
  ['sha512', `q.io/a@${SHA512}`, { host: 'q.io', repository: 'a', digest: SHA512 }],
  ['every separator', 'q.io/a.b_c__d---e/f', { host: 'q.io', repository: 'a.b_c__d---e/f' }],
  [
    'a repository of 255 characters',
    `q.io/${'a'.repeat(255)}`,
    { host: 'q.io', repository: 'a'.repeat(255) },
  ],
  [
    '64 hex digits behind a host',
    `docker.io/${'a'.repeat(64)}`,
    { host: 'docker.io', repository: `library/${'a'.repeat(64)}` },
  ],
];

const invalid: readonly (readonly [name: string, text: string, column: number, reason: RegExp])[] = [
  ['nothing', '', 1, /it is empty/],
  ['only a tag', ':justtag', 1, /repository is empty/],
  ['only a digest', `@${SHA256}`, 1, /repository is empty/],
  ['white space around', ' nginx', 1, /white space/],
  ['white space within', 'quay.io/a b', 10, /white space/],
  ['a line break', 'nginx\n', 6, /white space/],
  ['a scheme', 'https://github.com/docker/docker', 1, /scheme/],
  ['an image ID', '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a', 1, /ID of an image/],
  ['upper case in a repository', 'test:5000/Uppercase/lowercase:tag', 11, /lower case/],
  ['upper case within a repository', 'quay.io/team/myApp', 16, /lower case/],
  ['upper case in a name', 'Uppercase:tag', 1, /lower case/],
  ['a strange character', 'aa/asdf$$^/aa', 8, /"\$" is not allowed there/],
  ['a letter beyond ASCII', 'quay.io/café', 12, /"é" is not allowed there/],
  ['a component that begins with -', 'a/-docker', 3, /"-" is not allowed there/],
  ['a component that ends with -', 'a/docker-', 9, /"-" is not allowed there/],
  ['two dots', 'dock..er/docker', 5, /registry host/],
  ['two dots in a repository', 'q.io/dock..er', 10, /"\." is not allowed there/],
  ['three underscores', 'q.io/a___b', 7, /"_" is not allowed there/],
  ['two slashes', 'docker//docker', 8, /part of the repository is empty/],
  ['a slash at the end', 'docker/', 8, /part of the repository is empty/],
  ['a slash at the beginning', '/docker', 1, /part of the repository is empty/],
  ['a host without repository', 'quay.io/', 9, /part of the repository is empty/],
  ['a host that begins with -', '-docker.io/a/b', 1, /registry host/],
  ['a host with an empty label', 'docker..io/a', 7, /registry host/],
  ['a port that is no number', 'docker.io:port/a', 10, /port/],
  ['IPv6 without brackets', 'fc00::1:5000/debian', 5, /port/],
  ['IPv6 with a zone', '[fe80::1%eth0]:5000/repo', 9, /IPv6/],
  ['IPv6 with IPv4 in it', '[2001:db8::192.0.2.33]:5000/debian', 15, /IPv6/],
  ['IPv6 without repository', '[2001:db8::1]:5000', 1, /"\[" is not allowed there/],
  ['an empty tag', 'nginx:', 7, /tag is empty/],
  ['a tag that begins with -', 'nginx:-1', 7, /"-" is not allowed there in a tag/],
  ['two tags', 'nginx:1:2', 8, /":" is not allowed there in a tag/],
  ['a tag of 129 characters', `a/b:${'t'.repeat(129)}`, 133, /129 characters/],
  ['an empty digest', 'nginx@', 7, /digest is empty/],
  ['a digest without algorithm', 'nginx@abc', 7, /has no algorithm/],
  ['an unknown algorithm', `nginx@md5:${'f'.repeat(32)}`, 7, /"md5"/],
  ['an algorithm in upper case', `nginx@SHA256:${'f'.repeat(64)}`, 7, /"SHA256"/],
  ['a short digest', `repo@sha256:${'f'.repeat(34)}`, 47, /34 hex digits instead of 64/],
  ['a long digest', `repo@sha256:${'f'.repeat(65)}`, 77, /65 hex digits instead of 64/],
  [
    'a digest of the wrong length for sha512',
    `repo@sha512:${'f'.repeat(64)}`,
    77,
    /64 hex digits instead of 128/,
  ],
  ['an upper-case digest', `repo@sha256:${'f'.repeat(63)}F`, 76, /"F" is not a lower-case hex digit/],
  ['a digest before a tag', `repo@${SHA256}:1`, 77, /":" is not a lower-case hex digit/],
  ['a repository of 256 characters', `q.io/${'a'.repeat(256)}`, 261, /256 characters/],
  ['a name too long with its library/', 'a'.repeat(250), 1, /258 characters/],
];

describe('parseImageReference', () => {
  for (const [name, text, expected] of valid) {
    it(`reads ${name}`, () => {
      assert.deepEqual(parseImageReference(text), expected);
    });
  }

  for (const [name, text, column, reason] of invalid) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => parseImageReference(text),
        (error) =>
          error instanceof UsageError &&
          error.message.includes(`, column ${column}: `) &&
          reason.test(error.message) &&
          (error.nextStep ?? '') !== '',
      );
    });
  }

  it('quotes what it was given, without control characters and not at any length', () => {
    assert.throws(() => parseImageReference('a\u001B[31m'), {
      message: /^invalid image reference "a\\u001b\[31m"/,
    });
    const { message } = problemOf(`${'a'.repeat(5000)}!`);
    assert.ok(message.length < 500, message);
  });
});

describe('readImageReference', () => {
  it('returns a malformed reference as a problem', () => {
    assert.deepEqual(problemOf('quay.io/App'), {
      message: 'invalid image reference "quay.io/App", column 9: a repository must be lower case',
      column: 9,
      nextStep: 'Write app in lower case.',
    });
  });

  it('returns a good one as a value', () => {
    assert.deepEqual(readImageReference('quay.io/app:1'), {
      valid: true,
      reference: { host: 'quay.io', repository: 'app', tag: '1' },
    });
  });
});

describe('tryParseImageReference', () => {
  it('tells a malformed reference only by its absence', () => {
    assert.equal(tryParseImageReference('quay.io/App'), undefined);
    assert.deepEqual(tryParseImageReference('quay.io/app'), { host: 'quay.io', repository: 'app' });
  });
});

function problemOf(text: string): {
  readonly message: string;
  readonly column: number;
  readonly nextStep: string;
} {
  const result = readImageReference(text);
  assert.ok(!result.valid);
  return result.problem;
}
