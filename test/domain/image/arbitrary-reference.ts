/** Random image references for property tests: every form that the grammar knows. */
import fc from 'fast-check';
import type { Digest, ImageReference } from '../../../src/domain/image/reference.ts';

export const hosts = fc.oneof(
  fc.constantFrom(
    'docker.io',
    'localhost',
    'localhost:5000',
    '10.0.0.1:5000',
    '[::1]:5000',
    '[2001:db8::1]',
    '[2001:db8::]:443',
  ),
  fc.stringMatching(/^[a-z0-9]{1,5}(-{1,2}[a-z0-9]{1,3})?(\.[a-z0-9]{1,5}){1,2}(:[1-9][0-9]{0,4})?$/),
  fc.stringMatching(/^[a-z0-9]{1,5}:[1-9][0-9]{0,4}$/),
);

const component = fc.stringMatching(/^[a-z0-9]{1,4}(([._]|__|-{1,3})[a-z0-9]{1,3}){0,2}$/);

export const repositories = fc
  .array(component, { minLength: 1, maxLength: 4 })
  .map((components) => components.join('/'));

export const tags = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);

function hex(length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...'0123456789abcdef'.split('')), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));
}

export const digests: fc.Arbitrary<Digest> = fc.oneof(
  hex(64).map((text): Digest => `sha256:${text}`),
  hex(128).map((text): Digest => `sha512:${text}`),
);

/** References as parsing yields them: normalised. */
export const references: fc.Arbitrary<ImageReference> = fc
  .record({
    host: hosts,
    repository: repositories,
    tag: fc.option(tags, { nil: undefined }),
    digest: fc.option(digests, { nil: undefined }),
  })
  .map(({ host, repository, tag, digest }) => ({
    host,
    repository: host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  }));
