/**
 * What registries answer to HEAD, GET, ping and token requests, by the distribution specification and as it was seen at
 * Harbor, Quay, GitLab, Artifact Registry, ECR, Docker Hub, GHCR and Artifactory; and what it means for an image and for
 * the login.
 */
import { HIDING_ANSWERS, LOGIN_ANSWERS } from './login-answers.ts';
import { MANIFEST_ANSWERS } from './manifest-answers.ts';
import { FAILING_ANSWERS, PING_ANSWERS, REDIRECTS } from './passing-answers.ts';
import type { Rows } from './row.ts';
import { TOKEN_ANSWERS } from './token-answers.ts';

export const ANSWERS: Readonly<Record<string, Rows>> = {
  'to a question for a manifest': MANIFEST_ANSWERS,
  'to a good login that may not see the repository, or there is none': HIDING_ANSWERS,
  'of the login': LOGIN_ANSWERS,
  'to a question for a token': TOKEN_ANSWERS,
  'to a ping': PING_ANSWERS,
  'while it fails': FAILING_ANSWERS,
  'by sending us elsewhere': REDIRECTS,
};
