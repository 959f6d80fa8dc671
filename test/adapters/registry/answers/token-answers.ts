import { both, DENIES, errors, PAGE, REJECTS, type Rows, tokenForRepository } from './row.ts';
import { CHALLENGE, FOUND, type Said } from './scripted-registry.ts';

function json(value: object): Said {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** Only to who names a repository: `docker login` would get this. */
function tokenForNobody(answer: Said) {
  return {
    token: ({ scope }: { scope: string | undefined }) =>
      scope === undefined ? answer : json({ token: 't' }),
  };
}

export const TOKEN_ANSWERS: Rows = {
  '200 with a token': { script: { token: json({ token: 't' }) } },
  '200 with an access_token': { script: { token: json({ access_token: 't' }) } },
  '200 with both': { script: { token: json({ token: 't', access_token: 't', expires_in: 300 }) } },
  '200 with an empty token': {
    script: { token: json({ token: '' }) },
    image: 'unauthorized',
    ping: 'unauthorized',
    says: REJECTS,
  },
  '200 with an empty token for the repository': {
    script: tokenForRepository(json({ token: '' })),
    image: 'hidden',
    says: DENIES,
  },
  '200 without a token': {
    script: { token: json({ error: 'none' }) },
    image: 'invalid',
    ping: 'invalid',
    says: /token service of .* returned no token/,
  },
  '200 with a web page': {
    script: { token: PAGE },
    image: 'invalid',
    ping: 'invalid',
    says: /returned no token/,
  },
  '200 with what no header can hold': {
    script: { token: json({ token: 'a\r\nx: y' }) },
    image: 'invalid',
    ping: 'invalid',
  },
  '400': { script: { token: { status: 400 } }, image: 'unauthorized', ping: 'unauthorized', says: REJECTS },
  '401': { script: { token: { status: 401 } }, image: 'unauthorized', ping: 'unauthorized', says: REJECTS },
  '403': { script: { token: { status: 403 } }, image: 'unauthorized', ping: 'unauthorized', says: REJECTS },
  '404': {
    script: { token: { status: 404 } },
    image: 'invalid',
    ping: 'invalid',
    says: /token service of .* answers 404/,
  },
  '429': { script: { token: { status: 429 } }, image: 'too-many-requests', ping: 'too-many-requests' },
  '503': { script: { token: { status: 503 } }, image: 'server-error', ping: 'server-error' },
  'a closed connection': {
    script: { token: { status: 0, cut: true } },
    image: 'unreachable',
    ping: 'unreachable',
  },
  '401 for the repository (GHCR)': {
    script: tokenForRepository(errors(401, 'UNAUTHORIZED')),
    image: 'hidden',
    says: DENIES,
  },
  '403 for the repository (GHCR)': {
    script: tokenForRepository(errors(403, 'DENIED')),
    image: 'hidden',
    says: DENIES,
  },
  '403 denied for the repository (GitLab)': {
    script: tokenForRepository(errors(403, 'DENIED', 'access forbidden')),
    image: 'hidden',
  },
  '400 for the repository': { script: tokenForRepository({ status: 400 }), image: 'hidden' },
  '400 to who names no repository': { script: tokenForNobody({ status: 400 }) },
  '403 to who names no repository, whose token opens nothing': {
    script: { ...tokenForNobody({ status: 403 }), ...both(CHALLENGE) },
    image: 'hidden',
  },
  '503, then a token': {
    script: {
      token: ({ before }) => (before === 0 ? { status: 503 } : json({ token: 't' })),
      ...both(FOUND),
    },
  },
  '401 to a wrong login': {
    script: { token: ({ isRight }) => (isRight ? json({ token: 't' }) : { status: 401 }) },
    login: 'wrong',
    image: 'unauthorized',
    ping: 'unauthorized',
    says: REJECTS,
  },
};
