import assert from 'node:assert/strict';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDockerConfig } from '../../../src/adapters/credentials/read-docker-config.ts';
import { authsFor, dockerHome, HUB, IMAGE, login, SECRET } from './docker-home.ts';

describe('docker config with a credential helper', () => {
  const { home, write } = dockerHome();

  /** A credential helper that writes down how it was called, and then does as it is told. */
  const writeHelper = async (name: string, does: string): Promise<NodeJS.ProcessEnv> => {
    const log = path.join(home(), `${name}.log`);
    const script = `#!/bin/sh\nread -r server || :\necho "$* <$server>" >> '${log}'\n${does}\n`;
    await chmod(await write(`bin/docker-credential-${name}`, script), 0o755);
    return { PATH: `${path.join(home(), 'bin')}:/usr/bin:/bin` };
  };
  const callsOf = async (name: string): Promise<string> => readFile(path.join(home(), `${name}.log`), 'utf8');

  const answer = (username: string): string =>
    `echo '${JSON.stringify({ ServerURL: 'x', Username: username, Secret: SECRET })}'`;

  const kept = (username: string, name = 'vault'): object => ({
    ...login(username),
    helper: `docker-credential-${name}`,
  });

  it('asks it over standard input, once for all images of a registry', async () => {
    const environment = await writeHelper('vault', answer('alice'));
    await write('.docker/config.json', { credHelpers: { 'registry.example': 'vault' } });
    const logins = await readDockerConfig({ environment, home: home() });
    const asked = [IMAGE, { ...IMAGE, repository: 'shop/api' }, IMAGE].map(async (image) =>
      logins?.credentialsFor(image),
    );
    assert.deepEqual(await Promise.all(asked), [[kept('alice')], [kept('alice')], [kept('alice')]]);
    assert.equal(await callsOf('vault'), 'get <registry.example>\n');
    assert.deepEqual(await logins?.credentialsFor(HUB), []);
  });

  it('asks the store for every other registry, by the name that docker uses', async () => {
    const environment = await writeHelper('keychain', answer('alice'));
    await write('.docker/config.json', { credsStore: 'keychain' });
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(HUB), [kept('alice', 'keychain')]);
    assert.equal(await callsOf('keychain'), 'get <https://index.docker.io/v1/>\n');
  });

  it('gives it nothing that was meant for this tool alone', async () => {
    const seen = path.join(home(), 'environment');
    const given = await writeHelper('vault', `env > '${seen}'\n${answer('alice')}`);
    await write('.docker/config.json', { credsStore: 'vault' });
    const environment = {
      ...given,
      VAULT_ADDR: 'https://vault.example',
      REGISTRY_SWITCH_PASSWORD: SECRET,
      REGISTRY_SWITCH_PULL_PASSWORD: SECRET,
    };
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [kept('alice')]);
    const text = await readFile(seen, 'utf8');
    assert.match(text, /^VAULT_ADDR=https:/m);
    assert.doesNotMatch(text, /REGISTRY_SWITCH|s3cret/);
  });

  it('takes <token> for an identity token', async () => {
    const environment = await writeHelper('vault', answer('<token>'));
    await write('.docker/config.json', { credsStore: 'vault' });
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [{ kind: 'identity-token', token: SECRET }]);
  });

  it('goes on with the file when it knows nothing', async () => {
    const environment = await writeHelper('vault', 'echo credentials not found in native keychain; exit 1');
    await write('.docker/config.json', { credsStore: 'vault', auths: authsFor('registry.example', 'bob') });
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [login('bob')]);
  });

  it('goes on with the file when it answers with nothing', async () => {
    const environment = await writeHelper('vault', `echo '{"Username":"","Secret":""}'`);
    await write('.docker/config.json', { credsStore: 'vault' });
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), []);
  });

  it('prefers it to the file', async () => {
    const environment = await writeHelper('vault', answer('alice'));
    await write('.docker/config.json', { credsStore: 'vault', auths: authsFor('registry.example', 'bob') });
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [kept('alice'), login('bob')]);
  });

  for (const [what, does, message] of [
    [
      'fails',
      `echo "boom ${SECRET}"; exit 3`,
      /docker-credential-vault fails for registry\.example \(exit code 3\)/,
    ],
    ['talks nonsense', `echo "{'${SECRET}"`, /did not return a login/],
    ['answers half', `echo '{"Secret":"${SECRET}"}'`, /did not return a login/],
  ] as const) {
    it(`goes on with the file when it ${what}, and tells of it without what it said`, async () => {
      const environment = await writeHelper('vault', does);
      await write('.docker/config.json', {
        credsStore: 'vault',
        auths: authsFor('registry.example', 'bob'),
      });
      const logins = await readDockerConfig({ environment, home: home() });
      assert.ok(logins);
      assert.deepEqual(logins.problems(), []);
      assert.deepEqual(await logins.credentialsFor(IMAGE), [login('bob')]);
      await logins.credentialsFor({ ...IMAGE, repository: 'shop/api' });
      const [problem = '', ...more] = logins.problems();
      assert.match(problem, message);
      assert.doesNotMatch(problem, /s3cret/);
      assert.deepEqual(more, []);
    });
  }

  it('goes on when it is not installed, and tells the way out', async () => {
    await write('.docker/config.json', { credsStore: 'desktop' });
    const logins = await readDockerConfig({ environment: { PATH: path.join(home(), 'bin') }, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), []);
    assert.match(logins?.problems().join() ?? '', /docker-credential-desktop cannot be run: .*credsStore/);
  });

  it('does not run a path', async () => {
    await writeHelper('vault', answer('alice'));
    await write('.docker/config.json', { credsStore: 'x/../../bin/docker-credential-vault' });
    const logins = await readDockerConfig({ environment: {}, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), []);
    assert.match(logins?.problems().join() ?? '', /invalid credential helper name/);
  });

  it('ends it when the user has no patience', async () => {
    const environment = await writeHelper('vault', 'exec sleep 60');
    await write('.docker/config.json', { credsStore: 'vault' });
    const controller = new AbortController();
    const logins = await readDockerConfig({ environment, home: home(), signal: controller.signal });
    const answered = logins?.credentialsFor(IMAGE) ?? Promise.resolve();
    controller.abort(new Error('stop'));
    await assert.rejects(answered, { message: 'stop' });
  });
});
