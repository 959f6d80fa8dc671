import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { addLogin } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { secretText } from '../../../src/domain/credentials/secret-data.ts';
import { newer } from '../../support/builders/change-log.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { dockerConfig, pullSecret, secret } from '../../support/builders/secrets.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { grant, KEY, login, loginsOf, own, signal, tellsNoSecret } from './granting.ts';

const backup = secret({ name: 'own-before-registry-switch' }, {});

describe('addLogin', () => {
  it('refuses a Secret with a record of a newer version, and leaves that where it is', async () => {
    const cluster = new InMemoryCluster([newer(pullSecret({ name: 'own' }, { 'old.example': 'me:0ld' }))]);
    const adding = addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal);
    await assert.rejects(adding, /^ExpectedError: Secret shop\/own: its .* was written by a newer version/);
    assert.deepEqual(cluster.writes, []);
  });

  async function addPassword(cluster: InMemoryCluster, password: string): Promise<void> {
    const changed = { logins: [pullLogin('new.example', { ...login, password })] };
    await addLogin(cluster, { namespace: 'shop', name: 'own' }, changed, signal);
  }

  it('creates the backup empty, which only a patch fills', async () => {
    const cluster = new InMemoryCluster([own]);
    cluster.refuse('patch', SECRETS, 'unreachable');
    await assert.rejects(addPassword(cluster, 's3cret'), ClusterError);
    assert.equal(cluster.read(backup).data, undefined);
  });

  it('sets the login beside those that are there, and keeps what was there', async () => {
    const cluster = new InMemoryCluster([own]);
    assert.equal(await addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal), 'added');
    const both = { 'old.example': 'you:0ther', 'new.example': 'me:s3cret' };
    assert.deepEqual(loginsOf(cluster, 'own'), both);
    assert.equal(secretText(cluster.read(backup), 'before'), dockerConfig({ 'old.example': 'you:0ther' }));
    assert.deepEqual(loginsOf(cluster, backup.metadata.name, 'after'), both);
    assert.deepEqual(cluster.read(backup).metadata.annotations, { 'registry-switch.io/backup-of': 'own' });
    assert.deepEqual(cluster.writes, [
      'create secrets shop/own-before-registry-switch',
      'patch secrets shop/own-before-registry-switch',
      'patch secrets shop/own',
    ]);
  });

  it('does nothing the second time', async () => {
    const cluster = new InMemoryCluster([own]);
    await addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal);
    assert.equal(await addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal), 'present');
    assert.equal(cluster.writes.length, 3);
  });

  it('keeps the oldest state when the login changes', async () => {
    const cluster = new InMemoryCluster([own]);
    for (const password of ['first', 'second', 'third', 'fourth']) await addPassword(cluster, password);
    assert.equal(loginsOf(cluster, 'own')['new.example'], 'me:fourth');
    const kept = cluster.read(backup);
    assert.deepEqual(loginsOf(cluster, kept.metadata.name, 'before'), { 'old.example': 'you:0ther' });
    assert.equal(loginsOf(cluster, kept.metadata.name, 'after-2')['new.example'], 'me:fourth');
    assert.equal(secretText(kept, 'before-3'), undefined);
  });

  it('keeps also what somebody made of it since', async () => {
    const cluster = new InMemoryCluster([own]);
    await addPassword(cluster, 'first');
    const theirs = { 'old.example': 'you:0ther', 'new.example': 'you:0wn' };
    cluster.put(pullSecret({ name: 'own' }, theirs));
    await addPassword(cluster, 'second');
    assert.deepEqual(loginsOf(cluster, backup.metadata.name, 'before'), { 'old.example': 'you:0ther' });
    assert.deepEqual(loginsOf(cluster, backup.metadata.name, 'before-2'), theirs);
  });

  it("does not touch somebody else's Secret of the backup's name", async () => {
    const cluster = new InMemoryCluster([own, secret({ name: backup.metadata.name }, { before: '0ther' })]);
    await assert.rejects(
      addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal),
      (error) => tellsNoSecret(error) && String(error).includes('was not created by this tool'),
    );
    assert.deepEqual(cluster.writes, []);
  });

  it('does not overwrite what somebody writes at the same time', async () => {
    const cluster = new InMemoryCluster([own]);
    const theirs = pullSecret({ name: 'own' }, { 'third.example': 'a:b' });
    cluster.beforePatch = () => {
      cluster.beforePatch = () => undefined;
      cluster.put(theirs);
    };
    assert.equal(await addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal), 'added');
    assert.deepEqual(loginsOf(cluster, 'own'), { 'third.example': 'a:b', 'new.example': 'me:s3cret' });
    assert.deepEqual(loginsOf(cluster, backup.metadata.name, 'before'), { 'old.example': 'you:0ther' });
    assert.deepEqual(loginsOf(cluster, backup.metadata.name, 'before-2'), { 'third.example': 'a:b' });
  });

  it('counts what it has written although the answer was lost', async () => {
    const cluster = new InMemoryCluster([own]);
    await addPassword(cluster, 'first');
    losePatchAnswers(cluster);
    await addPassword(cluster, 'second');
    assert.equal(loginsOf(cluster, 'own')['new.example'], 'me:second');
    assert.equal(loginsOf(cluster, backup.metadata.name, 'after-2')['new.example'], 'me:second');
    assert.equal(secretText(cluster.read(backup), 'before-3'), undefined);
  });

  it('gives up on a Secret that somebody keeps changing', async () => {
    const cluster = new InMemoryCluster([own]);
    let edits = 0;
    cluster.beforePatch = ({ metadata }) => {
      edits += 1;
      if (metadata.name === 'own')
        cluster.put(pullSecret({ name: 'own' }, { 'third.example': `a:${edits}` }));
    };
    await assert.rejects(
      addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal),
      (error) => tellsNoSecret(error) && String(error).includes('it was changed concurrently'),
    );
  });

  it('keeps what was there before it changes anything', async () => {
    const cluster = new InMemoryCluster([own]);
    cluster.refuse('create', SECRETS, 'forbidden');
    await assert.rejects(addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal), ClusterError);
    assert.deepEqual(loginsOf(cluster, 'own'), { 'old.example': 'you:0ther' });
  });

  for (const [name, present] of [
    ['is not there', []],
    ['is no pull Secret', [secret({ name: 'own' }, { password: '0ther' })]],
    ['cannot be read', [secret({ name: 'own' }, { [KEY]: '{"auths": 0ther' })]],
  ] as const) {
    it(`fails on a Secret that ${name}, and tells nothing of it`, async () => {
      const cluster = new InMemoryCluster(present);
      await assert.rejects(
        addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, signal),
        tellsNoSecret,
      );
      assert.deepEqual(cluster.writes, []);
    });
  }
});
