import { both, errors, PAGE, type Rows, TO_ELSEWHERE } from './row.ts';
import { CHALLENGE, FOUND, type Said } from './scripted-registry.ts';

const SAID_AGAIN = /keeps failing with /;

function first(said: Said) {
  return ({ before }: { before: number }) => (before === 0 ? said : FOUND);
}

/** What says nothing of the image: it is asked again, and told in the end. */
export const FAILING_ANSWERS: Rows = {
  ...Object.fromEntries(
    [500, 502, 503, 504, 520].map((status) => [
      status.toString(),
      { script: both({ status }), image: 'server-error', says: SAID_AGAIN },
    ]),
  ),
  '501, which will not change': { script: both({ status: 501 }), image: 'invalid', says: /answers 501/ },
  '408': { script: both({ status: 408 }), image: 'server-error', says: SAID_AGAIN },
  '429': {
    script: both(errors(429, 'TOOMANYREQUESTS')),
    image: 'too-many-requests',
    says: /limits the rate/,
  },
  '429 with a Retry-After': {
    script: both({ status: 429, headers: { 'retry-after': '7' } }),
    image: 'too-many-requests',
    says: /asks to wait 7 s/,
  },
  '429 with a Retry-After that nobody waits for': {
    script: both({ status: 429, headers: { 'retry-after': '21600' } }),
    image: 'too-many-requests',
    says: /asks to wait 21600 s/,
  },
  'a closed connection': { script: both({ status: 0, cut: true }), image: 'unreachable', says: /was closed/ },
  '503, then 200': { script: { head: first({ status: 503 }), get: first({ status: 503 }) } },
  '429, then 200': { script: { head: first({ status: 429, headers: { 'retry-after': '1' } }) } },
  'a closed connection, then 200': { script: { head: first({ status: 0, cut: true }) } },
};

export const REDIRECTS: Rows = {
  '307 to an object store': { script: both(TO_ELSEWHERE) },
  '307 to an object store that refuses a HEAD': {
    script: {
      ...both(TO_ELSEWHERE),
      elsewhere: ({ method }) => (method === 'HEAD' ? { status: 403 } : FOUND),
    },
  },
  '307 to an object store that refuses': {
    script: { ...both(TO_ELSEWHERE), elsewhere: { status: 403 } },
    image: 'invalid',
    says: /to which .* redirects, answers 403/,
  },
  '307 to an object store that has nothing': {
    script: { ...both(TO_ELSEWHERE), elsewhere: { status: 404 } },
    image: 'absent',
  },
  '302 to a page to log in at': {
    script: { ...both({ ...TO_ELSEWHERE, status: 302 }), elsewhere: PAGE },
    image: 'invalid',
    says: /something other than a manifest/,
  },
  '307 again and again': {
    script: both({ status: 307, headers: { location: '/v2/shop/web/manifests/1' } }),
    image: 'invalid',
    says: /redirects too many times/,
  },
  '302 to nowhere': { script: both({ status: 302 }), image: 'invalid', says: /answers 302/ },
};

/** To `GET /v2/`, in front of a repository that anybody may pull. */
export const PING_ANSWERS: Rows = {
  '200 to all': { script: { ping: { status: 200 }, ...both(FOUND) } },
  '200 with {}': { script: { ping: { status: 200, body: '{}' }, ...both(FOUND) } },
  '200 with "true", called HTML (Quay)': {
    script: { ping: { ...PAGE, body: 'true' }, ...both(FOUND) },
  },
  '200 with a web page': { script: { ping: PAGE, ...both(PAGE) }, image: 'invalid', ping: 'invalid' },
  '302 to a page to log in at': {
    script: { ping: { ...TO_ELSEWHERE, status: 302 }, ...both(FOUND), elsewhere: PAGE },
    ping: 'invalid',
  },
  '307 to a registry that wants a login (registry.k8s.io)': {
    script: { ping: TO_ELSEWHERE, ...both(FOUND), elsewhere: CHALLENGE },
  },
  '401 without a challenge': { script: { ping: { status: 401 }, ...both(FOUND) }, ping: 'invalid' },
  '403': { script: { ping: { status: 403 }, ...both(FOUND) }, ping: 'invalid' },
  '404': { script: { ping: { status: 404 }, ...both(FOUND) }, ping: 'invalid' },
  '503': { script: { ping: { status: 503 } }, image: 'server-error', ping: 'server-error' },
  '429': { script: { ping: { status: 429 } }, image: 'too-many-requests', ping: 'too-many-requests' },
  'a closed connection': {
    script: { ping: { status: 0, cut: true } },
    image: 'unreachable',
    ping: 'unreachable',
  },
};
