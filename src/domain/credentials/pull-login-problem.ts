/** Which logins do not belong into pull Secrets: nodes cannot use them, or they end long before the pods do. */
import type { Credential } from './credential.ts';
import { isJsonObject } from './json-object.ts';

export interface PullLoginProblem {
  /** `unusable`: the kubelet knows no such login. `expires`: it serves for hours or days only. */
  readonly kind: 'unusable' | 'expires';
  /** What is wrong with it, to be read after `the login for new.example`. */
  readonly reason: string;
}

/** Users of clouds and pipelines whose passwords are short-lived tokens. */
const TOKEN_USERS: ReadonlyMap<string, string> = new Map([
  ['AWS', 'is a token of Amazon ECR, which ends after 12 hours'],
  ['oauth2accesstoken', 'is an access token of Google, which ends after an hour'],
  ['00000000-0000-0000-0000-000000000000', 'is a token of Azure Container Registry, which ends after hours'],
  ['gitlab-ci-token', 'is the token of a GitLab job, which ends with the job'],
]);

const TOKEN_PREFIXES: readonly (readonly [prefix: string, reason: string])[] = [
  ['ghs_', 'is the token of a GitHub app or workflow, which ends within hours'],
  ['glcbt-', 'is the token of a GitLab job, which ends with the job'],
];

/** A token that says of itself that it ends sooner is not for pods. */
const LASTING_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/** `undefined`: it will serve pods. `now`: milliseconds since 1970. Pure; quotes no password. */
export function pullLoginProblem(credential: Credential, now: number): PullLoginProblem | undefined {
  if (credential.kind === 'identity-token')
    return unusable('is an identity token, with which nodes cannot pull');
  const { username, password, helper } = credential;
  if (username.includes(':')) return unusable('has a user name with a colon, which no pull Secret can hold');
  const known =
    TOKEN_USERS.get(username) ?? TOKEN_PREFIXES.find(([prefix]) => password.startsWith(prefix))?.[1];
  if (known !== undefined) return { kind: 'expires', reason: known };
  const end = endOfToken(password);
  if (end !== undefined && end - now < LASTING_MILLISECONDS) {
    return { kind: 'expires', reason: `is a token that ends at ${new Date(end).toISOString()}` };
  }
  return helper === undefined
    ? undefined
    : { kind: 'expires', reason: `comes from ${helper}, whose logins may end within hours` };
}

function unusable(reason: string): PullLoginProblem {
  return { kind: 'unusable', reason };
}

/** Milliseconds since 1970, of a JSON Web Token (RFC 7519) that tells it; `undefined` for everything else. */
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
