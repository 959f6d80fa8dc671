/** What goes wrong with pulls is said as containerd and the kubelet say it. */
import assert from 'node:assert/strict';
import { createAuthority, issueCertificate } from '../../../src/sandbox/certificates/issue-certificate.ts';
import { digestOf } from '../../../src/sandbox/registry/digest-of.ts';
import type { RegistryRequest } from '../../../src/sandbox/registry/registry-request.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { waitingMessage, waitsFor } from './pod-reading.ts';
import { authority, RIGHT, USERS, WRONG } from './private-registry.ts';
import { APP, HOST, pullSecret, startTestCluster } from './test-cluster.ts';

const ORIGIN = `http://${HOST}`;
const UNPACK = `failed to pull and unpack image "${APP}"`;
const RESOLVE = `${UNPACK}: failed to resolve reference "${APP}"`;
const DENIED = `${RESOLVE}: pull access denied, repository does not exist or may require authorization`;
const COPY = `${UNPACK}: failed to copy: httpReadSeeker: failed open`;

interface PullCase {
  readonly image?: string;
  readonly registry?: SandboxRegistryOptions;
  readonly login?: typeof RIGHT;
  readonly platforms?: readonly string[];
  readonly plainHttpHosts?: readonly string[];
  readonly trusted?: string;
  /** Of the waiting container; LAYER stands for the digest of the only layer. */
  readonly message: string;
}

const answering = (method: string, part: string, status: number) => (request: RegistryRequest) =>
  request.method === method && request.url.pathname.includes(part) ? { status } : undefined;

const FAILURES: readonly [string, PullCase][] = [
  [
    'an unknown tag',
    {
      image: `${HOST}/shop/app:2`,
      message: `rpc error: code = NotFound desc = ${RESOLVE.replaceAll(':1', ':2')}: ${HOST}/shop/app:2: not found`,
    },
  ],
  [
    'an unknown digest',
    {
      image: `${HOST}/shop/app:1@sha256:${'e'.repeat(64)}`,
      message: `rpc error: code = NotFound desc = ${RESOLVE.replaceAll(':1', `@sha256:${'e'.repeat(64)}`)}: ${HOST}/shop/app@sha256:${'e'.repeat(64)}: not found`,
    },
  ],
  [
    'no login for basic authentication',
    {
      registry: { auth: { kind: 'basic', users: USERS } },
      message: `${DENIED}: authorization failed: no basic auth credentials`,
    },
  ],
  [
    'no login for a token',
    {
      registry: { auth: { kind: 'bearer', users: USERS } },
      message: `${DENIED}: server message: insufficient_scope: authorization failed`,
    },
  ],
  [
    'a wrong login',
    {
      registry: { auth: { kind: 'basic', users: USERS } },
      login: WRONG,
      message: `${RESOLVE}: unexpected status from HEAD request to ${ORIGIN}/v2/shop/app/manifests/1: 401 Unauthorized`,
    },
  ],
  [
    'a login without the right to pull',
    {
      registry: { auth: { kind: 'basic', users: USERS, permits: () => false } },
      login: RIGHT,
      message: `${RESOLVE}: unexpected status from HEAD request to ${ORIGIN}/v2/shop/app/manifests/1: 403 Forbidden`,
    },
  ],
  [
    'a registry that is broken',
    {
      registry: { onRequest: answering('HEAD', '/manifests/', 500) },
      message: `${RESOLVE}: unexpected status from HEAD request to ${ORIGIN}/v2/shop/app/manifests/1: 500 Internal Server Error`,
    },
  ],
  [
    'a missing layer',
    {
      registry: { onRequest: answering('GET', '/blobs/LAYER', 404) },
      message: `rpc error: code = NotFound desc = ${COPY}: content at ${ORIGIN}/v2/shop/app/blobs/LAYER not found: not found`,
    },
  ],
  [
    'an image for other machines',
    {
      platforms: ['linux/arm64', 'windows/amd64'],
      message: `rpc error: code = NotFound desc = ${UNPACK}: no match for platform in manifest: not found`,
    },
  ],
  [
    'a certificate of an unknown authority',
    {
      registry: { tls: issueCertificate(createAuthority('other'), { names: [HOST] }) },
      plainHttpHosts: [],
      trusted: authority.certificate,
      message: `${RESOLVE}: failed to do request: Head "https://${HOST}/v2/shop/app/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    },
  ],
  [
    'a certificate of another host',
    {
      registry: { tls: issueCertificate(authority, { names: ['other.example'] }) },
      plainHttpHosts: [],
      trusted: authority.certificate,
      message: `${RESOLVE}: failed to do request: Head "https://${HOST}/v2/shop/app/manifests/1": tls: failed to verify certificate: x509: certificate is valid for other.example, not ${HOST}`,
    },
  ],
  [
    'a registry without TLS',
    {
      plainHttpHosts: [],
      message: `${RESOLVE}: failed to do request: Head "https://${HOST}/v2/shop/app/manifests/1": http: server gave HTTP response to HTTPS client`,
    },
  ],
];

describe('pulls of images in the sandbox that go wrong', () => {
  for (const [name, failure] of FAILURES) {
    it(`fail for ${name}, are tried again ever more slowly, and say why`, async () => {
      const { image = APP, login } = failure;
      await using broken = await startBroken(failure);
      const { cluster, layer } = broken;
      const message = failure.message.replaceAll('LAYER', layer);
      if (login !== undefined) pullSecret(cluster, 'login', { [HOST]: login });
      const imagePullSecrets = login === undefined ? [] : [{ name: 'login' }];
      cluster.run('web', { imagePullSecrets, containers: [{ name: 'app', image }] });
      const first = await cluster.until('web', 'failing', waitsFor('ErrImagePull'));
      assert.equal(waitingMessage(first), message);
      assert.equal(first.status?.phase, 'Pending');
      const backedOff = await cluster.until('web', 'in back-off', waitsFor('ImagePullBackOff'));
      assert.equal(waitingMessage(backedOff), `Back-off pulling image "${image}": ErrImagePull: ${message}`);
      await cluster.until('web', 'tried again', waitsFor('ErrImagePull'));
      assert.deepEqual(cluster.events('web').slice(1), [
        `Pulling: Pulling image "${image}"`,
        `Failed: Failed to pull image "${image}": ${message}`,
        'Failed: Error: ErrImagePull',
        `BackOff: Back-off pulling image "${image}"`,
        'Failed: Error: ImagePullBackOff',
      ]);
    });
  }

  it('fail for a registry that is not there, until it is', async () => {
    await using cluster = await startTestCluster();
    const image = '127.0.0.1:1/app:1';
    cluster.run('web', { containers: [{ name: 'app', image }] });
    const pod = await cluster.until('web', 'failing', waitsFor('ErrImagePull'));
    assert.match(
      waitingMessage(pod),
      /: failed to do request: Head "https:\/\/127\.0\.0\.1:1\/v2\/app\/manifests\/1": dial tcp 127\.0\.0\.1:1: connect: connection refused$/,
    );
  });

  const names: readonly [string, string][] = [
    [`${HOST}/Shop/app:1`, 'invalid reference format: repository name (Shop/app) must be lowercase'],
    [`${HOST}/shop app`, 'invalid reference format'],
  ];
  for (const [image, fault] of names) {
    it(`are not even tried for ${image}`, async () => {
      await using cluster = await startTestCluster();
      cluster.run('web', { containers: [{ name: 'app', image }] });
      const pod = await cluster.until('web', 'refused', waitsFor('InvalidImageName'));
      const said = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${fault}`;
      assert.equal(waitingMessage(pod), said);
    });
  }

  it('fail with content that is not what its digest says', async () => {
    await using cluster = await startTestCluster({
      registry: {
        onRequest: ({ url }) => (url.pathname.includes('/blobs/') ? { body: 'other' } : undefined),
      },
    });
    cluster.registry.seedImage({ repository: 'shop/app', tag: '1' });
    cluster.run('web', { containers: [{ name: 'app', image: APP }] });
    const pod = await cluster.until('web', 'failing', waitsFor('ErrImagePull'));
    assert.match(
      waitingMessage(pod),
      new RegExp(
        `^rpc error: code = FailedPrecondition desc = .*unexpected commit digest ${digestOf(Buffer.from('other'))}`,
      ),
    );
  });
});

/** A cluster whose registry goes wrong in that way; with the digest of the image's layer. */
async function startBroken({ registry, platforms, plainHttpHosts, trusted }: PullCase) {
  let layer = 'LAYER';
  const onRequest = registry?.onRequest;
  const hook = (request: RegistryRequest) => {
    const path = request.url.pathname.replaceAll(layer, 'LAYER');
    return onRequest?.({ ...request, url: new URL(path, request.url) });
  };
  const cluster = await startTestCluster({
    registry: { ...registry, onRequest: hook },
    ...(plainHttpHosts && { plainHttpHosts }),
    ...(trusted !== undefined && { trustedAuthorities: new Map([[HOST, trusted]]) }),
  });
  const seed = { repository: 'shop/app', tag: '1', ...(platforms && { platforms }) };
  layer = cluster.registry.seedImage(seed).layers[0] ?? layer;
  return { cluster, layer, [Symbol.asyncDispose]: async () => cluster[Symbol.asyncDispose]() };
}
