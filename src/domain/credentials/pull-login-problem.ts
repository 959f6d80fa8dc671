/** Which logins do not belong in pull Secrets: nodes cannot use them, or they expire long before the pods end. */
import type { Credential } from './credential.ts';
import { isJsonObject } from './json-object.ts';

export interface PullLoginProblem {
  /** `unusable`: not supported by the kubelet. `expires`: valid only for hours or days. */
  readonly kind: 'unusable' | 'expires';
  /** What is wrong with it, as the continuation of `the login for new.example`. */
  readonly reason: string;
}

/** Users of clouds and pipelines whose passwords are short-lived tokens. */
const TOKEN_USERS: ReadonlyMap<string, string> = new Map([
  ['AWS', 'is a token of Amazon ECR, which expires after 12 hours'],
  ['oauth2accesstoken', 'is an access token of Google, which expires after an hour'],
  [
    '00000000-0000-0000-0000-000000000000',
    'is a token of Azure Container Registry, which expires after hours',
  ],
  ['gitlab-ci-token', 'is the token of a GitLab job, which expires with the job'],
]);

const TOKEN_PREFIXES: readonly (readonly [prefix: string, reason: string])[] = [
  ['ghs_', 'is the token of a GitHub app or workflow, which expires within hours'],
  ['glcbt-', 'is the token of a GitLab job, which expires with the job'],
];

/** Tokens with a shorter remaining lifetime are not for pods. */
const LASTING_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/** `undefined`: good for pods. `now`: milliseconds since 1970. Pure; quotes no password. */
export function pullLoginProblem(credential: Credential, now: number): PullLoginProblem | undefined {
  if (credential.kind === 'identity-token')
    return unusable('is an identity token, which nodes cannot pull with');
  const { username, password, helper } = credential;
  if (username.includes(':'))
    return unusable('has a user name with a colon, which is not possible in a pull Secret');
  const known =
    TOKEN_USERS.get(username) ?? TOKEN_PREFIXES.find(([prefix]) => password.startsWith(prefix))?.[1];
  if (known !== undefined) return { kind: 'expires', reason: known };
  const end = endOfToken(password);
  if (end !== undefined && end - now < LASTING_MILLISECONDS) {
    return { kind: 'expires', reason: `is a token that expires at ${new Date(end).toISOString()}` };
  }
  return helper === undefined
    ? undefined
    : { kind: 'expires', reason: `comes from ${helper}, whose logins may expire within hours` };
}

function unusable(reason: string): PullLoginProblem {
  return { kind: 'unusable', reason };
}

/** Expiry of a JSON Web Token (RFC 7519), in milliseconds since 1970; `undefined` for everything else. */
function endOfToken(password: string): number | undefined {
  const [, payload = '', signature] = password.split('.');
  if (signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const end = isJsonObject(claims) ? claims.exp : undefined;
    const latest = 8.64e15;
    return typeof end === 'number' && Math.abs(end * 1000) <= latest ? end * 1000 : undefined;
  } catch {
    return undefined;
  }
}
