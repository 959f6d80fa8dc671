import assert from 'node:assert/strict';
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import { pullLoginProblem } from '../../../src/domain/credentials/pull-login-problem.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60;

const login = (username: string, password = 's3cret', more: object = {}): Credential => ({
  ...{ kind: 'basic', username, password },
  ...more,
});

/** A JSON Web Token with these claims. */
function token(claims: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

const seconds = NOW / 1000;

describe('pullLoginProblem', () => {
  const cases: readonly [what: string, credential: Credential, expected: RegExp | undefined][] = [
    ['a robot account', login('robot$mover'), undefined],
    ['a key of Google', login('_json_key', '{"type":"service_account"}'), undefined],
    ['an identity token', { kind: 'identity-token', token: 's3cret' }, /^unusable: is an identity token/],
    ['a user name with a colon', login('a:b'), /^unusable: has a user name with a colon/],
    ['a token of ECR', login('AWS'), /^expires: is a token of Amazon ECR/],
    ['a token of Google', login('oauth2accesstoken'), /^expires: is an access token of Google/],
    ['a token of Azure', login('00000000-0000-0000-0000-000000000000'), /^expires: is a token of Azure/],
    ['a job of GitLab', login('gitlab-ci-token'), /^expires: is the token of a GitLab job/],
    [
      'a job of GitLab under another name',
      login('any', 'glcbt-64_abc'),
      /^expires: is the token of a GitLab/,
    ],
    ['a workflow of GitHub', login('octocat', 'ghs_abc'), /^expires: is the token of a GitHub/],
    ['a token of GitHub that lasts', login('octocat', 'ghp_abc'), undefined],
    [
      'what a helper gave',
      login('me', 'x', { helper: 'docker-credential-gcloud' }),
      /^expires: comes from docker-credential-gcloud/,
    ],
    ['a token that ends soon', login('me', token({ exp: seconds + DAY })), /^expires: .*2026-01-02T00:00:00/],
    ['a token that ended', login('me', token({ exp: seconds - DAY })), /^expires: .*2025-12-31/],
    ['a token that lasts for a year', login('me', token({ exp: seconds + 365 * DAY })), undefined],
    ['a token that never ends', login('me', token({ sub: 'me' })), undefined],
    ['a token of nonsense', login('me', token({ exp: 1e300 })), undefined],
    ['a password with two dots', login('me', 'a.b.c'), undefined],
    ['a token that is not an object', login('me', token(null)), undefined],
  ];
  for (const [what, credential, expected] of cases) {
    it(`says of ${what} ${expected === undefined ? 'nothing' : 'what is wrong'}`, () => {
      const problem = pullLoginProblem(credential, NOW);
      const text = problem === undefined ? '' : `${problem.kind}: ${problem.reason}`;
      assert.match(text, expected ?? /^$/);
      assert.doesNotMatch(text, /s3cret/);
    });
  }
});
