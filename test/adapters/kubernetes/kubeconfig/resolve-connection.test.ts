import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolveConnection } from '../../../../src/adapters/kubernetes/kubeconfig/resolve-connection.ts';
import { UsageError } from '../../../../src/domain/errors.ts';
import { failureOf } from '../support/failure-of.ts';
import { kubeconfigFile, simpleKubeconfig } from '../support/kubeconfig-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function twoContexts(folder: string): string {
  return kubeconfigFile(folder, {
    clusters: { one: { server: 'https://one' }, two: { server: 'https://two/k8s/clusters/x' } },
    users: { ann: { token: 'ann-token' }, bob: { token: 'bob-token', as: 'carl', 'as-groups': ['g'] } },
    contexts: {
      first: { cluster: 'one', user: 'ann' },
      second: { cluster: 'two', user: 'bob', namespace: 'shop' },
    },
    currentContext: 'first',
  });
}

describe('resolveConnection', () => {
  it('takes the current context', async () => {
    const kubeconfig = twoContexts(temporaryFolder());
    const { server, namespace, token } = await resolveConnection({ kubeconfig, env: {} });
    assert.deepEqual([server.href, namespace, token], ['https://one/', 'default', 'ann-token']);
  });

  it('takes the context, cluster and user that flags name', async () => {
    const kubeconfig = twoContexts(temporaryFolder());
    const second = await resolveConnection({ kubeconfig, env: {}, context: 'second' });
    assert.deepEqual(
      [second.server.href, second.namespace, second.token],
      ['https://two/k8s/clusters/x', 'shop', 'bob-token'],
    );
    const mixed = await resolveConnection({ kubeconfig, env: {}, cluster: 'two', user: 'ann' });
    assert.deepEqual([mixed.server.host, mixed.namespace, mixed.token], ['two', 'default', 'ann-token']);
  });

  for (const flag of ['context', 'cluster', 'user'] as const) {
    it(`refuses a ${flag} that does not exist and says which do`, async () => {
      const kubeconfig = twoContexts(temporaryFolder());
      const error = await failureOf(resolveConnection({ kubeconfig, env: {}, [flag]: 'none' }), UsageError);
      assert.equal(error.message, `${flag} "none" does not exist in the kubeconfig`);
      assert.match(error.nextStep ?? '', /It has: \w+, \w+\./);
    });
  }

  it('lets --server and --token replace what the kubeconfig says', async () => {
    const kubeconfig = twoContexts(temporaryFolder());
    const options = { kubeconfig, env: {}, context: 'second', server: 'https://three', token: 'given' };
    const { server, token, user } = await resolveConnection(options);
    assert.deepEqual([server.href, token, user], ['https://three/', 'given', undefined]);
  });

  it('needs no kubeconfig when --server is given, and assumes http without a scheme', async () => {
    const { server } = await resolveConnection({
      server: 'localhost:8001',
      env: { HOME: temporaryFolder() },
    });
    assert.equal(server.href, 'http://localhost:8001/');
  });

  it('assumes https without a scheme when there is an authority', async () => {
    const kubeconfig = simpleKubeconfig(temporaryFolder(), {
      server: 'api.example:6443',
      'certificate-authority-data': Buffer.from('CA').toString('base64'),
    });
    const { server, tls } = await resolveConnection({ kubeconfig, env: {} });
    assert.deepEqual([server.href, tls.authority], ['https://api.example:6443/', 'CA']);
  });

  it('resolves relative files against the folder of the kubeconfig; data goes before files', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'ca.pem'), 'CA');
    writeFileSync(path.join(folder, 'key.pem'), 'KEY');
    const kubeconfig = simpleKubeconfig(
      folder,
      { server: 'https://any', 'certificate-authority': 'ca.pem' },
      {
        'client-certificate': 'missing.pem',
        'client-certificate-data': Buffer.from('CERT').toString('base64'),
        'client-key': 'key.pem',
        tokenFile: 'token',
      },
    );
    const { tls, clientCertificate, tokenFile } = await resolveConnection({ kubeconfig, env: {} });
    assert.equal(tls.authority, 'CA');
    assert.deepEqual(clientCertificate, { cert: 'CERT', key: 'KEY' });
    assert.equal(tokenFile, path.join(folder, 'token'));
  });

  it('lets flags replace whom the kubeconfig impersonates', async () => {
    const kubeconfig = twoContexts(temporaryFolder());
    const { impersonation } = await resolveConnection({ kubeconfig, env: {}, context: 'second' });
    assert.deepEqual([impersonation.user, impersonation.groups], ['carl', ['g']]);
    const flags = { kubeconfig, env: {}, context: 'second', as: 'dora', asGroups: ['h'], asUid: '7' };
    const replaced = (await resolveConnection(flags)).impersonation;
    assert.deepEqual([replaced.user, replaced.groups, replaced.uid], ['dora', ['h'], '7']);
  });

  it('refuses groups to impersonate without a user', async () => {
    const options = { kubeconfig: twoContexts(temporaryFolder()), env: {}, asGroups: ['g'] };
    assert.match((await failureOf(resolveConnection(options), UsageError)).nextStep ?? '', /--as/);
  });

  it('uses the service account of the pod that it runs in when there is no kubeconfig', async () => {
    const folder = temporaryFolder();
    for (const [file, content] of Object.entries({ token: 't', 'ca.crt': 'CA', namespace: 'tools\n' })) {
      writeFileSync(path.join(folder, file), content);
    }
    const env = { HOME: folder, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const connection = await resolveConnection({ env }, folder);
    assert.equal(connection.server.href, 'https://[fd00::1]/');
    assert.equal(connection.namespace, 'tools');
    assert.equal(connection.tls.authority, 'CA');
    assert.equal(connection.tokenFile, path.join(folder, 'token'));
  });

  it('says what to do when no cluster is configured', async () => {
    const error = await failureOf(resolveConnection({ env: { HOME: temporaryFolder() } }), UsageError);
    assert.match(error.nextStep ?? '', /KUBECONFIG/);
  });

  it('does not quote a malformed field: it may be a secret', async () => {
    const kubeconfig = simpleKubeconfig(temporaryFolder(), { server: 'https://any' }, { token: ['hunter2'] });
    const error = await failureOf(resolveConnection({ kubeconfig, env: {} }), UsageError);
    assert.match(error.message, /"token" of "u"/);
    assert.doesNotMatch(error.message, /hunter2/);
  });
});
