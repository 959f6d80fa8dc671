/** Images are pulled over the registry's API, with logins, by nodes that keep what they have. */
import assert from 'node:assert/strict';
import { issueCertificate } from '../../../src/sandbox/certificates/issue-certificate.ts';
import { container, hasPhase, isReady, waitingMessage, waitsFor } from './pod-reading.ts';
import { authority, RIGHT, USERS, WRONG } from './private-registry.ts';
import { APP, HOST, pullSecret, startTestCluster } from './test-cluster.ts';

describe('pulls of images in the sandbox', () => {
  for (const kind of ['basic', 'bearer'] as const) {
    it(`try the logins that fit, with ${kind} authentication; the image's digest is that of its index`, async () => {
      const tls = issueCertificate(authority, { names: [HOST] });
      await using cluster = await startTestCluster({
        registry: { tls, auth: { kind, users: USERS } },
        plainHttpHosts: [],
        trustedAuthorities: new Map([[HOST, authority.certificate]]),
      });
      const platforms = ['linux/arm64', 'linux/amd64'];
      const { digest } = cluster.registry.seedImage({ repository: 'shop/app', tag: '1', platforms });
      pullSecret(cluster, 'wrong', { '*.example': WRONG });
      pullSecret(cluster, 'right', { 'other.example': WRONG, [`${HOST}/shop`]: RIGHT });
      const imagePullSecrets = ['gone', 'wrong', 'right'].map((name) => ({ name }));
      cluster.run('web', { imagePullSecrets, containers: [{ name: 'app', image: APP }] });
      const pod = await cluster.until('web', 'ready', isReady);
      assert.equal(container(pod, 'app')?.imageID, `${HOST}/shop/app@${digest}`);
      const warning = 'Unable to retrieve some image pull secrets (gone)';
      assert.ok(cluster.events('web').some((event) => event.includes(warning)));
    });
  }

  it('are reported under the first name that the node knows for the same content', async () => {
    await using cluster = await startTestCluster({ names: ['only'] });
    const image = { tag: '1', labels: { same: 'content' } };
    cluster.registry.seedImage({ ...image, repository: 'shop/app' });
    const first = cluster.registry.seedImage({ ...image, repository: 'shop/a-copy', attestation: true });
    for (const [name, repository] of [
      ['first', 'shop/a-copy'],
      ['second', 'shop/app'],
    ] as const) {
      cluster.run(name, { containers: [{ name: 'app', image: `${HOST}/${repository}:1` }] });
      const pod = await cluster.until(name, 'ready', isReady);
      assert.equal(container(pod, 'app')?.imageID, `${HOST}/shop/a-copy@${first.digest}`);
    }
  });

  it('succeed as soon as there is a login', async () => {
    await using cluster = await startTestCluster({ registry: { auth: { kind: 'basic', users: USERS } } });
    cluster.registry.seedImage({ repository: 'shop/app', tag: '1' });
    cluster.run('web', { imagePullSecrets: [{ name: 'login' }], containers: [{ name: 'app', image: APP }] });
    await cluster.until('web', 'failing', waitsFor('ImagePullBackOff'));
    pullSecret(cluster, 'login', { [HOST]: RIGHT });
    await cluster.until('web', 'ready', isReady);
  });

  it('are left out for what the node has, but not for pods that may not have it', async () => {
    await using cluster = await startTestCluster({
      names: ['only'],
      registry: { auth: { kind: 'basic', users: USERS } },
    });
    cluster.registry.seedImage({ repository: 'shop/app', tag: '1' });
    pullSecret(cluster, 'login', { [HOST]: RIGHT });
    const containers = [{ name: 'app', image: APP }];
    const withLogin = { imagePullSecrets: [{ name: 'login' }], containers };
    cluster.run('first', withLogin);
    await cluster.until('first', 'ready', isReady);
    const asked = cluster.registry.requests.length;
    cluster.run('second', withLogin);
    await cluster.until('second', 'ready', isReady);
    assert.equal(cluster.registry.requests.length, asked);
    cluster.run('stranger', { containers });
    await cluster.until('stranger', 'refused', waitsFor('ErrImagePull'));
    cluster.run('always', { containers: [{ ...containers[0], imagePullPolicy: 'Always' }] });
    await cluster.until('always', 'refused', waitsFor('ErrImagePull'));
  });

  it('are no way for imagePullPolicy Never', async () => {
    await using cluster = await startTestCluster();
    cluster.registry.seedImage({ repository: 'shop/app', tag: '1' });
    cluster.run('web', { containers: [{ name: 'app', image: APP, imagePullPolicy: 'Never' }] });
    await cluster.until('web', 'refused', waitsFor('ErrImageNeverPull'));
    assert.deepEqual(cluster.registry.requests, []);
  });

  it('fetch a layer that two images share once', async () => {
    await using cluster = await startTestCluster({ names: ['only'] });
    const layers = [Buffer.alloc(2048, 'shared')];
    const { layers: digests } = cluster.registry.seedImage({ repository: 'shop/app', tag: '1', layers });
    cluster.registry.seedImage({ repository: 'shop/other', tag: '1', layers });
    for (const name of ['app', 'other']) {
      cluster.run(name, { containers: [{ name, image: `${HOST}/shop/${name}:1` }] });
    }
    await Promise.all(['app', 'other'].map(async (name) => cluster.until(name, 'ready', isReady)));
    const fetched = cluster.registry.requests.filter(({ url }) => url.pathname.endsWith(digests[0] ?? ''));
    assert.equal(fetched.length, 1);
  });

  it('bring image volumes too', async () => {
    await using cluster = await startTestCluster();
    cluster.registry.seedImage({ repository: 'shop/app', tag: '1' });
    const volume = (tag: string) => [{ name: 'models', image: { reference: `${HOST}/shop/models:${tag}` } }];
    const volumeMounts = [{ name: 'models', mountPath: '/models' }];
    const containers = [{ name: 'app', image: APP, volumeMounts }];
    cluster.registry.seedImage({ repository: 'shop/models', tag: '1' });
    cluster.run('web', { volumes: volume('1'), containers });
    cluster.run('broken', { volumes: volume('2'), containers });
    await cluster.until('web', 'ready', isReady);
    const pod = await cluster.until('broken', 'failing', waitsFor('ErrImagePull'));
    assert.match(waitingMessage(pod), /shop\/models:2: not found$/);
  });

  it('let the copy engine run: the sandbox carries out what its image says', async () => {
    await using cluster = await startTestCluster();
    const entrypoint = ['/regsync'];
    cluster.registry.seedImage({ repository: 'regsync', tag: '1', entrypoint });
    const args = ['once', '-c', '/config/none.yml'];
    const image = `${HOST}/regsync:1`;
    cluster.run('copy', { restartPolicy: 'Never', containers: [{ name: 'regsync', image, args }] });
    const pod = await cluster.until('copy', 'failed', hasPhase('Failed'));
    assert.deepEqual(await cluster.log(pod, 'regsync'), ['open /config/none.yml: no such file or directory']);
  });
});
