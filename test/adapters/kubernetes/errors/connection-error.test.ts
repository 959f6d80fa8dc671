import assert from 'node:assert/strict';
import { connectCluster } from '../../../../src/adapters/kubernetes/connect-cluster.ts';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { apiServer, type Handler } from '../support/api-server.ts';
import { certificates, type Certificate } from '../support/certificates.ts';
import { failureOf } from '../support/failure-of.ts';
import { recordingClock } from '../../../support/recording-clock.ts';
import { VERSION_REPLY } from '../support/replies.ts';
import { simpleKubeconfig } from '../support/kubeconfig-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const answer: Handler = () => VERSION_REPLY;

async function failureAt(
  server: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<ClusterError> {
  const kubeconfig = simpleKubeconfig(temporaryFolder(), { server, ...fields });
  const cluster = await connectCluster({ kubeconfig, env: {} }, { clock: recordingClock() });
  return failureOf(cluster.version(), ClusterError);
}

async function tlsFailure(certificate: Certificate, authority?: Certificate): Promise<ClusterError> {
  const { url } = await apiServer(answer, certificate);
  const pem = authority === undefined ? undefined : Buffer.from(authority.cert).toString('base64');
  return failureAt(url, { 'certificate-authority-data': pem });
}

describe('a server that cannot be reached', () => {
  it('refuses the connection', async () => {
    const error = await failureAt('http://127.0.0.1:1');
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /^The connection to the server 127\.0\.0\.1:1 was refused - did you specify/);
    assert.match(error.nextStep ?? '', /kubeconfig/);
  });

  it('has a name that does not resolve', async () => {
    const error = await failureAt('https://api.invalid');
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /^Unable to connect to https:\/\/api\.invalid: no such host "api\.invalid"$/);
  });

  it('shows a certificate of an unknown authority', async () => {
    const error = await tlsFailure(certificates().server);
    assert.equal(error.failure, 'unreachable');
    assert.match(
      error.message,
      /https:\/\/127\.0\.0\.1:\d+: its certificate is signed by an unknown authority/,
    );
    assert.match(error.nextStep ?? '', /certificate-authority-data/);
  });

  it('shows a certificate that has expired', async () => {
    const error = await tlsFailure(certificates().expired, certificates().authority);
    assert.match(error.message, /expired/);
  });

  it('shows a certificate for another name', async () => {
    const error = await tlsFailure(certificates().client, certificates().authority);
    assert.match(error.message, /another host name/);
    assert.match(error.nextStep ?? '', /tls-server-name/);
  });

  it('speaks TLS where http was expected', async () => {
    const { url } = await apiServer(answer, certificates().server);
    assert.match((await failureAt(url.replace('https', 'http'))).message, /^Unable to connect to http:/);
  });

  it('speaks http where TLS was expected', async () => {
    const { url } = await apiServer(answer);
    assert.match((await failureAt(url.replace('http', 'https'))).message, /^Unable to connect to https:/);
  });
});
