import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readDockerConfig } from '../../../src/adapters/credentials/read-docker-config.ts';
import { UsageError } from '../../../src/domain/errors.ts';
import { authsFor, dockerHome, errorOf, HUB, IMAGE, login, SECRET } from './docker-home.ts';

describe('docker config', () => {
  const { home, write } = dockerHome();

  it('is undefined where there is none', async () => {
    assert.equal(await readDockerConfig({ environment: {}, home: home() }), undefined);
  });

  it('is read from the home folder', async () => {
    await write('.docker/config.json', { auths: authsFor('registry.example', 'alice') });
    const logins = await readDockerConfig({ environment: { DOCKER_CONFIG: '' }, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [login('alice')]);
    assert.deepEqual(await logins?.credentialsFor(HUB), []);
  });

  it('is read from DOCKER_CONFIG instead', async () => {
    await write('.docker/config.json', { auths: authsFor('registry.example', 'alice') });
    await write('other/config.json', { auths: authsFor('registry.example', 'bob') });
    const environment = { DOCKER_CONFIG: path.join(home(), 'other') };
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [login('bob')]);
  });

  it('serves Docker Hub under its old name', async () => {
    await write('.docker/config.json', { auths: authsFor('https://index.docker.io/v1/', 'alice') });
    const logins = await readDockerConfig({ environment: {}, home: home() });
    assert.deepEqual(await logins?.credentialsFor(HUB), [login('alice')]);
  });

  it('is followed by the logins of podman', async () => {
    await write('.docker/config.json', { auths: authsFor('registry.example', 'alice') });
    await write('run/containers/auth.json', { auths: authsFor('registry.example/shop', 'bob') });
    const environment = { XDG_RUNTIME_DIR: path.join(home(), 'run') };
    const logins = await readDockerConfig({ environment, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [login('alice'), login('bob')]);
  });

  it('comes after a file that REGISTRY_AUTH_FILE names', async () => {
    await write('.docker/config.json', { auths: authsFor('registry.example', 'alice') });
    const file = await write('auth.json', { auths: authsFor('registry.example', 'bob') });
    const logins = await readDockerConfig({ environment: { REGISTRY_AUTH_FILE: file }, home: home() });
    assert.deepEqual(await logins?.credentialsFor(IMAGE), [login('bob'), login('alice')]);
  });

  it('is not below a file', async () => {
    const environment = { DOCKER_CONFIG: await write('file', '') };
    assert.equal(await readDockerConfig({ environment, home: home() }), undefined);
  });

  it('may be empty', async () => {
    await write('.docker/config.json', '');
    assert.equal(await readDockerConfig({ environment: {}, home: home() }), undefined);
  });

  for (const [what, content] of Object.entries({
    'is not JSON': `{"auths": {"registry.example": {"password": "${SECRET}"`,
    'is not an object': `["${SECRET}"]`,
    'has a broken login': { auths: { 'registry.example': { auth: `%${SECRET}` } } },
  })) {
    it(`is a usage error that names the file when it ${what}`, async () => {
      const file = await write('.docker/config.json', content);
      const error = await errorOf(readDockerConfig({ environment: {}, home: home() }));
      assert.ok(error instanceof UsageError);
      assert.ok(error.message.startsWith(file));
    });
  }

  it('is a usage error that names the file when it cannot be read', async () => {
    const file = path.join(home(), '.docker', 'config.json');
    await mkdir(file, { recursive: true });
    const error = await errorOf(readDockerConfig({ environment: {}, home: home() }));
    assert.ok(error instanceof UsageError);
    assert.equal(error.message, `${file} cannot be read`);
  });
});
