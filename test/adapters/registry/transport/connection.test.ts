import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  createAuthority,
  issueCertificate,
  type SandboxRegistryOptions,
} from '../../../../src/sandbox/index.ts';
import { apiUrl } from '../../../../src/adapters/registry/transport/destination.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { failureOf } from '../support/failure-of.ts';
import { countRequests } from '../support/request-lines.ts';
import { basic } from '../support/secrets.ts';
import { client, imageOf } from '../support/client.ts';

const authority = createAuthority('test authority');
const ca = authority.certificate;
const good = issueCertificate(authority, { names: ['127.0.0.1'] });
const misnamed = issueCertificate(authority, { names: ['other.example'] });
const expired = issueCertificate(authority, { names: ['127.0.0.1'], validTo: new Date(Date.now() - 1000) });

async function withImage(options: SandboxRegistryOptions) {
  const registry = await sandbox(options);
  const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
  return { registry, digest, image: imageOf(registry.host) };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('connection over TLS', () => {
  it('trusts the authority that the user names', async () => {
    const { image, digest } = await withImage({ tls: good });
    assert.equal(await client({ connection: { tls: 'enabled', ca } }).digest(image), digest);
  });

  it('trusts it for that registry alone, whichever was connected to first', async () => {
    const { image } = await withImage({ tls: good });
    const others = [undefined, createAuthority('another authority').certificate];
    for (const other of [...others, ca, ...others]) {
      const asked = client({ connection: { tls: 'enabled', ...(other === undefined ? {} : { ca: other }) } });
      if (other === ca) await asked.digest(image);
      else assert.equal((await failureOf(asked.digest(image))).failure, 'untrusted-certificate');
    }
  });

  for (const variable of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']) {
    it(`trusts the authorities of ${variable} besides`, async () => {
      const { image, digest } = await withImage({ tls: good });
      const folder = await mkdtemp(path.join(tmpdir(), 'trust-'));
      const [trusted, other] = [path.join(folder, 'trusted.pem'), path.join(folder, 'other.pem')];
      await writeFile(trusted, ca);
      await writeFile(other, createAuthority('another authority').certificate);
      const program = fileURLToPath(new URL('../support/ask-digest.ts', import.meta.url));
      const env = { ...process.env, [variable]: trusted };
      const { stdout } = await promisify(execFile)(process.execPath, [program, image.host, other], { env });
      assert.equal(stdout, digest);
      await rm(folder, { recursive: true });
    });
  }

  it('does not trust an unknown authority', async () => {
    const { registry, image } = await withImage({ tls: good, auth: { kind: 'basic', users: {} } });
    const error = await failureOf(
      client({ connection: { tls: 'enabled' }, credentials: [basic('alice')] }).digest(image),
    );
    assert.equal(error.failure, 'untrusted-certificate');
    assert.equal(error.host, registry.host);
    assert.match(error.message, /unknown authority/);
    assert.match(error.nextStep ?? '', new RegExp(`--registry-ca ${registry.host}=FILE`));
    assert.equal(registry.requests.length, 0);
  });

  it('does not trust it either where the environment tells Node to trust anybody', async () => {
    const { registry, image } = await withImage({ tls: good });
    const folder = await mkdtemp(path.join(tmpdir(), 'trust-'));
    const other = path.join(folder, 'other.pem');
    await writeFile(other, createAuthority('another authority').certificate);
    const program = fileURLToPath(new URL('../support/ask-digest.ts', import.meta.url));
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    await assert.rejects(
      promisify(execFile)(process.execPath, [program, image.host, other], { env }),
      /unknown authority/,
    );
    assert.equal(registry.requests.length, 0);
    await rm(folder, { recursive: true });
  });

  it('does not trust another authority', async () => {
    const { image } = await withImage({ tls: good });
    const other = createAuthority('test authority').certificate;
    const error = await failureOf(client({ connection: { tls: 'enabled', ca: other } }).digest(image));
    assert.equal(error.failure, 'untrusted-certificate');
  });

  it('trusts anybody when told to', async () => {
    const { image, digest } = await withImage({ tls: expired });
    assert.equal(await client({ connection: { tls: 'insecure' } }).digest(image), digest);
  });

  for (const [what, tls, message] of [
    ['of another name', misnamed, /for another name/],
    ['that has expired', expired, /has expired/],
  ] as const) {
    it(`refuses a certificate ${what}`, async () => {
      const { image } = await withImage({ tls });
      const error = await failureOf(client({ connection: { tls: 'enabled', ca } }).digest(image));
      assert.equal(error.failure, 'untrusted-certificate');
      assert.match(error.message, message);
      assert.doesNotMatch(error.nextStep ?? '', /registry-ca/);
    });
  }

  it('refuses a CA that is no certificate', async () => {
    const { image } = await withImage({ tls: good });
    const broken = '-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n';
    const error = await failureOf(client({ connection: { tls: 'enabled', ca: broken } }).digest(image));
    assert.equal(error.failure, 'untrusted-certificate');
    assert.match(error.nextStep ?? '', /--registry-ca/);
  });

  it('notices a registry that speaks plain http', async () => {
    const { registry, image } = await withImage({});
    const error = await failureOf(client({ connection: { tls: 'enabled' } }).digest(image));
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /does not answer with TLS/);
    assert.match(error.nextStep ?? '', new RegExp(`plain http.*--registry-tls ${registry.host}=disabled`));
  });

  it('does not send a login to a token service in clear text', async () => {
    const tokens = await sandbox({ auth: { kind: 'bearer', users: {} } });
    const { image } = await withImage({
      tls: good,
      auth: { kind: 'bearer', users: {}, realm: `${tokens.url}/token` },
    });
    const connection = { tls: 'enabled', ca } as const;
    const error = await failureOf(client({ connection, credentials: [basic('alice')] }).digest(image));
    assert.equal(error.failure, 'invalid');
    assert.match(error.message, /clear text/);
    assert.equal(tokens.requests.length, 0);
  });
});

describe('connection', () => {
  it('is refused', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const registries = client();
    const error = await failureOf(registries.digest(imageOf(host)));
    assert.equal(error.failure, 'unreachable');
    assert.equal(error.message, `${host} cannot be reached: connection refused`);
    assert.deepEqual(registries.clock.slept, []);
  });

  it('does not find a name', async () => {
    const error = await failureOf(client().digest(imageOf('registry.invalid')));
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /^registry\.invalid cannot be reached: the name does not resolve/);
  });

  it('notices what does not speak HTTP', async () => {
    const server = net.createServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const error = await failureOf(client().digest(imageOf(host)));
    await new Promise((resolve) => server.close(resolve));
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /does not answer with HTTP/);
    assert.match(error.nextStep ?? '', /http or https/);
  });

  it('is given up for all at once, for a while', async () => {
    const registry = await sandbox({ onRequest: () => ({ cutAfter: 0 }) });
    const registries = client({ retries: 0 });
    const image = imageOf(registry.host);
    await Promise.all([failureOf(registries.digest(image)), failureOf(registries.digest(image))]);
    await failureOf(registries.digest(image));
    assert.equal(registry.requests.length, 1);
    registries.clock.advance(11_000);
    await failureOf(registries.digest(image));
    assert.equal(registry.requests.length, 2);
  });

  for (const [what, options, expected] of [
    ['by default', {}, 8],
    ['as told', { concurrency: 3 }, 3],
  ] as const) {
    it(`is shared by a bounded number of requests at once, ${what}`, async () => {
      let [now, most] = [0, 0];
      // Nobody is answered before as many ask as may, and one more has had the time to.
      const full = Promise.withResolvers<undefined>();
      const other = await sandbox();
      const moment = async (): Promise<void> => {
        for (let time = 0; time < 3; time += 1) await fetch(other.url);
      };
      const registry = await sandbox({
        onRequest: ({ url }) => {
          if (url.pathname === '/v2/') return undefined;
          now += 1;
          most = Math.max(most, now);
          if (now === expected)
            void moment().then(() => {
              full.resolve(undefined);
            });
          return { after: full.promise.then(() => (now -= 1)) };
        },
      });
      registry.seedImage({ repository: 'shop/web', tag: '1' });
      const registries = client(options);
      const all = Array.from({ length: 40 }, async () => registries.digest(imageOf(registry.host)));
      assert.ok((await Promise.all(all)).every((digest) => digest !== undefined));
      assert.equal(countRequests(registry, 'HEAD'), 40);
      assert.equal(most, expected);
      assert.ok(registry.requests.every(({ headers }) => headers.connection === 'keep-alive'));
    });
  }

  it('goes for Docker Hub to where its API is', () => {
    const connection = { tls: 'enabled' } as const;
    assert.equal(apiUrl({ host: 'docker.io', connection }).href, 'https://registry-1.docker.io/');
    assert.equal(apiUrl({ host: 'quay.io', connection }).href, 'https://quay.io/');
    assert.equal(apiUrl({ host: '[::1]:5000', connection: { tls: 'disabled' } }).href, 'http://[::1]:5000/');
  });
});
