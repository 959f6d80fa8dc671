import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { certificates } from '../support/certificates.ts';
import { httpCluster, httpsCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { statusReply, VERSION_REPLY } from '../support/replies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('credentials', () => {
  it('a token is sent as bearer', async () => {
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY, { userFields: { token: 't' } });
    await cluster.version();
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer t');
  });

  it('user name and password are sent as basic', async () => {
    const userFields = { username: 'ann', password: 'p' };
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY, { userFields });
    await cluster.version();
    assert.equal(server.requests[0]?.headers.authorization, `Basic ${base64('ann:p')}`);
  });

  it('a client certificate is shown', async () => {
    const { cert, key } = certificates().client;
    const userFields = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY, { userFields });
    await cluster.version();
    assert.equal(server.requests[0]?.clientName, 'client');
  });

  it('--token replaces the exec plugin of the kubeconfig', async () => {
    const userFields = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin' } };
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY, { userFields, token: 'given' });
    await cluster.version();
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer given');
  });

  it('a token file is read again for each request, and goes before a token', async () => {
    const tokenFile = path.join(temporaryFolder(), 'token');
    const userFields = { tokenFile, token: 'older' };
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY, { userFields });
    for (const token of ['first\n', 'second']) {
      writeFileSync(tokenFile, token);
      await cluster.version();
    }
    rmSync(tokenFile);
    await cluster.version();
    const sent = server.requests.map(({ headers }) => headers.authorization);
    assert.deepEqual(sent, ['Bearer first', 'Bearer second', 'Bearer older']);
  });

  it('a token file that was renewed while a request was refused is tried at once', async () => {
    const tokenFile = path.join(temporaryFolder(), 'token');
    writeFileSync(tokenFile, 'old');
    const { cluster, server } = await httpsCluster(
      ({ headers }) => {
        writeFileSync(tokenFile, 'new');
        return headers.authorization === 'Bearer new' ? VERSION_REPLY : statusReply(401);
      },
      { userFields: { tokenFile } },
    );
    assert.equal(await cluster.version(), 'v1.36.3');
    assert.equal(server.requests.length, 2);
  });

  it('a missing token file is an error of the login', async () => {
    const { cluster } = await httpsCluster(() => VERSION_REPLY, {
      userFields: { tokenFile: '/nowhere/token' },
    });
    assert.equal((await failureOf(cluster.version(), ClusterError)).failure, 'unauthorized');
  });

  it('nothing of it is sent over plain http', async () => {
    const { cluster, server } = await httpCluster(() => VERSION_REPLY, { userFields: { token: 't' } });
    await cluster.version();
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('an OIDC token that is still valid is sent', async () => {
    const claims = base64(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 }));
    const token = `${base64('{"alg":"none"}')}.${claims}.signature`;
    const userFields = { 'auth-provider': { name: 'oidc', config: { 'id-token': token } } };
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY, { userFields });
    await cluster.version();
    assert.equal(server.requests[0]?.headers.authorization, `Bearer ${token}`);
  });

  it('an auth-provider that gives no token is an error of the login', async () => {
    const { cluster } = await httpsCluster(() => VERSION_REPLY, {
      userFields: { 'auth-provider': { name: 'gcp' } },
    });
    assert.equal((await failureOf(cluster.version(), ClusterError)).failure, 'unauthorized');
  });

  it('user, groups, uid and extra fields are impersonated, over plain http too', async () => {
    const { cluster, server } = await httpCluster(() => VERSION_REPLY, {
      as: 'jane',
      asGroups: ['devs', 'ops'],
      asUid: '42',
      userFields: { 'as-user-extra': { 'example.com/reason': ['audit'] } },
    });
    await cluster.version();
    const headers = server.requests[0]?.headers ?? {};
    assert.equal(headers['impersonate-user'], 'jane');
    assert.equal(headers['impersonate-group'], 'devs, ops');
    assert.equal(headers['impersonate-uid'], '42');
    assert.equal(headers['impersonate-extra-example.com%2freason'], 'audit');
  });
});
