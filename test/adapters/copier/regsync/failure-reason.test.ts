import assert from 'node:assert/strict';
import { layOut } from '../../../../src/adapters/copier/regsync/copy-layout.ts';
import { failureReason } from '../../../../src/adapters/copier/regsync/failure-reason.ts';
import { copy, copyRequest, digest } from './copy-request.ts';

function reasonOf(error: string): string {
  const [entry] =
    layOut(
      copyRequest([
        copy(`old.example/team/app@${digest('a')}`, 'new.example:5000/app:1', {
          sourceCredential: { kind: 'identity-token', token: 'ey/token' },
          targetCredential: { kind: 'basic', username: 'u', password: 'p&ss word' },
        }),
      ]),
    )[0]?.copies ?? [];
  assert.ok(entry);
  return failureReason(error, entry);
}

const SOURCE = `old.example/team/app@${digest('a')}`;

describe('failureReason', () => {
  const table: [string, string, string][] = [
    ['no known form', 'something odd', 'something odd'],
    ['several lines', 'one\n  two\tthree\n', 'one two three'],
    [
      'a failed copy of a layer from the source',
      `failed to get blob, digest ${digest('b')}, ref ${SOURCE}: request failed: not found [http 404]: `,
      'old.example: not found [http 404]',
    ],
    [
      'one preamble in another',
      `copy failed, error getting source: failed to get manifest ${SOURCE}: Get "https://old.example/v2/": EOF`,
      'old.example: EOF',
    ],
    [
      'a port of the target',
      'failed to put manifest new.example:5000/app:1: request failed: unexpected http status code: Bad Request [http 400]: {"errors":[{"code": "MANIFEST_INVALID","message":"say \\"why\\""}]}',
      'new.example:5000: Bad Request [http 400]: MANIFEST_INVALID say  why',
    ],
    [
      'a connection that ECR closes where the repository is missing',
      'failed to send blob post, ref new.example:5000/app:1: request failed: Post "https://new.example:5000/v2/app/blobs/uploads/": EOF',
      'new.example:5000: EOF (is the repository missing there?)',
    ],
    [
      'an end that has nothing to do with the target',
      `failed to get blob, digest ${digest('b')}, ref ${SOURCE}: Get "https://old.example/v2/": EOF`,
      'old.example: EOF',
    ],
    [
      'a repository that is not there',
      'failed to send blob post, ref new.example:5000/app:1: request failed: not found [http 404]: {"errors":[{"code":"NAME_UNKNOWN","message":"no such repository"}]}',
      'new.example:5000: not found [http 404]: NAME_UNKNOWN no such repository (is the repository, or its project, missing there?)',
    ],
    [
      'a target that lets the login not push',
      'failed to send blob post, ref new.example:5000/app:1: request failed: unauthorized [http 403]: {"errors":[{"code":"DENIED","message":"requested access"}]}',
      'new.example:5000: unauthorized [http 403]: DENIED requested access (does its project exist, and is the login allowed to push?)',
    ],
    [
      'a tag that does not change (ECR)',
      'failed to put manifest new.example:5000/app:1: request failed: unexpected http status code: Bad Request [http 400]: {"errors":[{"code":"TAG_INVALID","message":"immutable"}]}',
      'new.example:5000: Bad Request [http 400]: TAG_INVALID immutable (tags are immutable there: does the tag have another image?)',
    ],
    [
      'a tag that does not change (Harbor)',
      'failed to put manifest new.example:5000/app:1: request failed: unexpected http status code: Precondition Failed [http 412]: ',
      'new.example:5000: Precondition Failed [http 412] (tags are immutable there: does the tag have another image?)',
    ],
    ['another body', 'request failed: conflict: {"no":"idea"}', 'conflict: {"no":"idea"}'],
    [
      'a signed URL',
      'redirected to "https://cdn.example/blob?X-Signature=abc&y=1": refused',
      'redirected to "https://cdn.example/blob": refused',
    ],
    ['a login in a URL', 'Get https://me:pw@old.example/v2/: EOF', 'Get https://old.example/v2/: EOF'],
    ['a password', 'login with p&ss word failed', 'login with *** failed'],
    ['a password in a URL', 'asked /token?p=p%26ss%20word again', 'asked /token?p=*** again'],
    ['a token', 'bad ey/token', 'bad ***'],
  ];
  for (const [name, error, expected] of table) {
    it(name, () => {
      assert.equal(reasonOf(error), expected);
    });
  }

  it('is of bearable length', () => {
    assert.equal(reasonOf('x'.repeat(1000)).length, 300);
  });
});
