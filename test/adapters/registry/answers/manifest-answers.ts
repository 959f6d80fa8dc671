import { both, errors, PAGE, type Rows, WITHOUT_DIGEST } from './row.ts';
import { DIGEST, FOUND, MANIFEST } from './scripted-registry.ts';

export const MANIFEST_ANSWERS: Rows = {
  'HEAD 200 with its digest': { script: {} },
  'HEAD 200 without a digest, GET 200': { script: both(WITHOUT_DIGEST) },
  'HEAD 200 with nonsense for a digest': {
    script: { head: { status: 200, headers: { 'docker-content-digest': 'sha256:x' } } },
  },
  'HEAD 400 (ECR, a tag with "+"), GET 200': { script: { head: { status: 400 } } },
  'HEAD 405, GET 200': { script: { head: { status: 405 } } },
  'HEAD 403, GET 200': { script: { head: { status: 403 } } },
  'HEAD 400, GET 404': {
    script: { head: { status: 400 }, get: errors(404, 'MANIFEST_UNKNOWN') },
    image: 'absent',
  },
  '200 as text/plain': { script: both({ ...FOUND, headers: { 'content-type': 'text/plain' } }) },
  '200 with nothing in it': {
    script: both({ status: 200 }),
    image: 'invalid',
    says: /something other than a manifest/,
  },
  '200 with a web page': { script: both(PAGE), image: 'invalid', says: /something other than a manifest/ },
  '200 with a web page under the name of a digest': {
    script: both({ ...PAGE, headers: { ...PAGE.headers, 'docker-content-digest': DIGEST } }),
    image: 'invalid',
    says: /something other than a manifest/,
  },
  '200 with some other JSON': {
    script: both({ status: 200, body: '{"status":"ok"}' }),
    image: 'invalid',
    says: /something other than a manifest/,
  },
  '200 with another manifest than its digest says': {
    script: { get: { ...FOUND, body: `${MANIFEST} ` }, head: { status: 405 } },
    image: 'invalid',
  },
  '204': { script: both({ status: 204 }), image: 'invalid', says: /answers 204/ },
  '404 MANIFEST_UNKNOWN': { script: both(errors(404, 'MANIFEST_UNKNOWN')), image: 'absent' },
  '404 NAME_UNKNOWN': { script: both(errors(404, 'NAME_UNKNOWN')), image: 'absent' },
  '404 NOT_FOUND (Harbor)': { script: both(errors(404, 'NOT_FOUND')), image: 'absent' },
  '404 TAG_EXPIRED (Quay)': { script: both(errors(404, 'TAG_EXPIRED')), image: 'absent' },
  '404 with a web page': { script: both({ ...PAGE, status: 404 }), image: 'absent' },
  '404 with nothing in it': { script: both({ status: 404 }), image: 'absent' },
  '400 NAME_INVALID (Quay, Artifact Registry)': {
    script: both(errors(400, 'NAME_INVALID')),
    image: 'invalid',
    says: /answers 400 \(NAME_INVALID\)/,
  },
  '418': { script: both({ status: 418 }), image: 'invalid', says: /answers 418/ },
};
