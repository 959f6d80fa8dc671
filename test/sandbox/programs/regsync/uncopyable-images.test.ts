import assert from 'node:assert/strict';
import type { RegistryConnection } from '../../../../src/domain/credentials/credential.ts';
import { createAuthority, issueCertificate } from '../../../../src/sandbox/certificates/issue-certificate.ts';
import { copy, copyRequest, digest } from '../../../adapters/copier/regsync/copy-request.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { namedRegistries } from '../../support/named-registries.ts';
import { runShard } from './run-regsync.ts';
import {
  AUTH,
  LOGIN,
  plainRequest,
  registries,
  SOURCE,
  TARGET,
  type TwoRegistries,
} from './two-registries.ts';

interface Failing extends TwoRegistries {
  readonly reason: string;
  readonly seed?: boolean;
  readonly login?: boolean;
  readonly targetTls?: RegistryConnection['tls'];
}

describe('the regsync of the sandbox: an image that cannot be copied', () => {
  const table: readonly [string, Failing][] = [
    ['gone at the source', { reason: `${SOURCE}: not found [http 404]`, seed: false }],
    [
      'of a source that wants a login',
      { reason: `${SOURCE}: no credentials available: unauthorized`, source: { auth: AUTH } },
    ],
    [
      'of a source that refuses the login',
      {
        reason: `${SOURCE}: unauthorized`,
        source: { auth: { kind: 'basic', users: { mover: 'another' } } },
        login: true,
      },
    ],
    [
      'of a token service that refuses the login',
      {
        reason: `${SOURCE}: unauthorized`,
        source: { auth: { kind: 'bearer', users: { mover: 'another' } } },
        login: true,
      },
    ],
    [
      'to a target that lets nobody write',
      {
        reason: `${TARGET}: unauthorized [http 403]: DENIED denied (does its project exist, and is the login allowed to push?)`,
        target: { auth: { ...AUTH, permits: (_user, _repository, action) => action === 'pull' } },
        login: true,
      },
    ],
    [
      'to a target that breaks down',
      {
        reason: `${TARGET}: Service Unavailable [http 503]`,
        target: { onRequest: ({ method }) => (method === 'PUT' ? { status: 503 } : undefined) },
      },
    ],
    [
      'to a target of an unknown authority',
      {
        reason: `${TARGET}: tls: failed to verify certificate: x509: certificate signed by unknown authority`,
        target: {
          tls: issueCertificate(createAuthority('unknown'), { names: ['new.example'] }),
        },
        targetTls: 'enabled',
      },
    ],
    [
      'to a target that speaks no TLS',
      { reason: `${TARGET}: http: server gave HTTP response to HTTPS client`, targetTls: 'enabled' },
    ],
  ];
  for (const [name, failing] of table) {
    it(`${name}: exit 1, with the reason; the next one is copied`, async () => {
      const { source, target, network } = await registries(failing);
      const web = source.seedImage({ repository: 'web', tag: '1' });
      const wanted = failing.seed === false ? digest('e') : web.digest;
      const login = failing.login === true ? { sourceCredential: LOGIN, targetCredential: LOGIN } : {};
      const connections = {
        [SOURCE]: { tls: 'disabled' },
        [TARGET]: { tls: failing.targetTls ?? 'disabled' },
        'good.example': { tls: 'disabled' },
      } as const;
      const good = await sandbox();
      const other = source.seedImage({ repository: 'other', tag: '1' });
      good.seedImage({ repository: 'other', tag: '1' });
      const request = copyRequest(
        [
          copy(`${SOURCE}/web@${wanted}`, `${TARGET}/web:1`, login),
          copy(`good.example/other@${other.digest}`, 'good.example/moved:1'),
        ],
        { parallelism: 1 },
        connections,
      );
      const run = await runShard(request, namedRegistries({ ...network.hosts, 'good.example': good }));
      assert.equal(run.exitCode, 1);
      assert.deepEqual(
        run.events.filter(({ type }) => type === 'failed'),
        [{ type: 'failed', target: `${TARGET}/web:1`, reason: failing.reason }],
      );
      assert.equal(target.store.manifest('web', '1'), undefined);
      assert.equal(good.store.manifest('moved', '1')?.digest, other.digest);
    });
  }

  it('at a closed port: connection refused', async () => {
    const { source, target, network } = await registries();
    const web = source.seedImage({ repository: 'web', tag: '1' });
    await target.stop();
    const run = await runShard(
      plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]),
      network,
    );
    const [failed] = run.events.filter((event) => event.type === 'failed');
    assert.match(
      failed?.reason ?? '',
      /^new\.example: dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/,
    );
  });
});
