import assert from 'node:assert/strict';
import { credentialHelperFor } from '../../../src/domain/credentials/credential-helper.ts';

describe('credentialHelperFor', () => {
  const config = { credHelpers: { 'gcr.io': 'gcloud' }, credsStore: 'pass' };

  it('prefers the helper of the host', () => {
    assert.deepEqual(credentialHelperFor(config, 'gcr.io'), {
      program: 'docker-credential-gcloud',
      server: 'gcr.io',
    });
  });

  it('falls back on the store for all', () => {
    assert.deepEqual(credentialHelperFor(config, 'quay.io'), {
      program: 'docker-credential-pass',
      server: 'quay.io',
    });
  });

  it('asks for Docker Hub by its old key, but finds its helper by either name', () => {
    const server = 'https://index.docker.io/v1/';
    assert.deepEqual(credentialHelperFor(config, 'docker.io'), { program: 'docker-credential-pass', server });
    for (const key of ['docker.io', server]) {
      assert.deepEqual(credentialHelperFor({ credHelpers: { [key]: 'hub' } }, 'docker.io'), {
        program: 'docker-credential-hub',
        server,
      });
    }
  });

  it('finds none for a host whose helper has an empty name: the file has its login', () => {
    const credHelpers = { 'quay.io': '', 'https://index.docker.io/v1/': '' };
    for (const host of ['quay.io', 'docker.io']) {
      assert.equal(credentialHelperFor({ credHelpers, credsStore: 'pass' }, host), undefined);
    }
  });

  it('finds none where none is configured', () => {
    assert.equal(credentialHelperFor({ credHelpers: {} }, 'quay.io'), undefined);
  });
});
