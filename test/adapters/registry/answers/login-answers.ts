import { BASIC, basicRegistry, bearer, both, DENIES, errors, REJECTS, type Rows } from './row.ts';
import { CHALLENGE, FOUND } from './scripted-registry.ts';

/** To a good login that may not see the repository, or there is none. */
export const HIDING_ANSWERS: Rows = {
  '401 without a challenge (Harbor)': {
    script: both(errors(401, 'UNAUTHORIZED')),
    image: 'hidden',
    says: DENIES,
  },
  '401 with Basic after a token (Harbor)': {
    script: both({ status: 401, headers: BASIC }),
    image: 'hidden',
    says: DENIES,
  },
  '401 with Basic after a token, which it takes': {
    script: {
      head: ({ by }) => (by === 'Basic' ? FOUND : { status: 401, headers: BASIC }),
      get: ({ by }) => (by === 'Basic' ? FOUND : { status: 401, headers: BASIC }),
    },
  },
  '401 with the challenge as before (Quay)': { script: both(CHALLENGE), image: 'hidden', says: DENIES },
  '401 insufficient_scope (Docker Hub)': {
    script: both(bearer('scope="repository:shop/web:pull",error="insufficient_scope"')),
    image: 'hidden',
    says: DENIES,
  },
  '401 that names a scope to push': {
    script: both(bearer('scope="repository:shop/web:pull,push"')),
    image: 'hidden',
  },
  '403 DENIED (Artifact Registry)': {
    script: both(errors(403, 'DENIED', 'Permission denied (or it may not exist)')),
    image: 'hidden',
    says: DENIES,
  },
  '403 with nothing in it (Artifactory)': { script: both({ status: 403 }), image: 'hidden' },
  '401 to a password': {
    script: basicRegistry({ status: 401, headers: BASIC }),
    image: 'hidden',
    says: DENIES,
  },
  '403 to a password': { script: basicRegistry({ status: 403 }), image: 'hidden', says: DENIES },
  '403 where nobody is asked for a login': {
    script: { ping: { status: 200 }, ...both({ status: 403 }) },
    image: 'hidden',
    says: /denies everybody access/,
  },
  '403 to a password that only repositories want': {
    script: {
      ping: { status: 200 },
      head: ({ isRight }) => (isRight ? { status: 403 } : { status: 401, headers: BASIC }),
      get: ({ isRight }) => (isRight ? { status: 403 } : { status: 401, headers: BASIC }),
    },
    image: 'hidden',
  },
};

export const LOGIN_ANSWERS: Rows = {
  'a password that is accepted': { script: basicRegistry(FOUND) },
  '401 to a password': {
    script: basicRegistry(FOUND),
    login: 'wrong',
    image: 'unauthorized',
    ping: 'unauthorized',
    says: REJECTS,
  },
  '403 DENIED, the token has expired (ECR)': {
    script: basicRegistry(errors(403, 'DENIED'), errors(403, 'DENIED')),
    image: 'unauthorized',
    ping: 'unauthorized',
    says: REJECTS,
  },
  '401 to a password that only repositories want': {
    script: {
      ping: { status: 200 },
      head: ({ isRight }) => (isRight ? FOUND : { status: 401, headers: BASIC }),
      get: ({ isRight }) => (isRight ? FOUND : { status: 401, headers: BASIC }),
    },
    login: 'wrong',
    image: 'unauthorized',
    says: REJECTS,
  },
  'a stale login at a public source (ECR Public)': {
    script: { token: ({ by }) => (by === 'none' ? { status: 200, body: '{"token":"t"}' } : { status: 403 }) },
    login: 'wrong',
    ping: 'unauthorized',
  },
  'a stale login at a public source, by its password': {
    script: {
      ping: ({ isRight }) => (isRight ? { status: 200 } : { status: 401, headers: BASIC }),
      head: ({ by }) => (by === 'none' ? FOUND : { status: 403 }),
      get: ({ by }) => (by === 'none' ? FOUND : { status: 403 }),
    },
    login: 'wrong',
    ping: 'unauthorized',
  },
  'none, where one is wanted': {
    script: both(CHALLENGE),
    login: 'none',
    image: 'unauthorized',
    says: /requires a login for shop\/web/,
  },
};
