import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryConnections } from '../../src/cli/registry-connections.ts';
import { UsageError } from '../../src/domain/errors.ts';
import type { RegistryConnection } from '../../src/domain/credentials/credential.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

describe('registryConnections', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'connections-'));
    await writeFile(join(folder, 'all.pem'), PEM);
    await writeFile(join(folder, 'one.pem'), `# one\n${PEM}`);
    await writeFile(
      join(folder, 'key.pem'),
      '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n',
    );
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function connections(
    ca: readonly string[] | undefined,
    tls?: readonly string[],
  ): Promise<(host: string) => RegistryConnection> {
    const files = ca?.map((flag) => flag.replace('FOLDER', folder));
    return registryConnections({ 'registry-ca': files, 'registry-tls': tls && [...tls] });
  }

  it('checks certificates unless it is told otherwise', async () => {
    assert.deepEqual((await connections(undefined))('a.example'), { tls: 'enabled' });
  });

  it('knows the mode of each host, ports and all', async () => {
    const connectionFor = await connections(undefined, ['a.example=insecure', 'localhost:5000=disabled']);
    assert.deepEqual(
      ['a.example', 'localhost:5000', 'localhost'].map((host) => connectionFor(host).tls),
      ['insecure', 'disabled', 'enabled'],
    );
  });

  it('trusts certificates for one host or for all', async () => {
    const connectionFor = await connections(['FOLDER/all.pem', 'b.example:5000=FOLDER/one.pem']);
    assert.equal(connectionFor('a.example').ca, PEM);
    assert.equal(connectionFor('b.example:5000').ca, `${PEM}\n# one\n${PEM}`);
  });

  const wrong: readonly [string, readonly string[], readonly string[], RegExp][] = [
    ['a file that is not there', ['FOLDER/none.pem'], [], /^--registry-ca: cannot read .*none\.pem$/],
    ['a file without certificate', ['FOLDER/key.pem'], [], /key\.pem$/],
    ['an unknown mode', [], ['a.example=maybe'], /^invalid --registry-tls "a\.example=maybe"$/],
    ['a mode without host', [], ['insecure'], /^invalid --registry-tls "insecure"$/],
    ['a mode of no host', [], ['=insecure'], /^invalid --registry-tls "=insecure"$/],
  ];
  for (const [name, ca, tls, message] of wrong) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(
        connections(ca, tls),
        (error) =>
          error instanceof UsageError && message.test(error.message) && !error.message.includes('c2VjcmV0'),
      );
    });
  }
});
