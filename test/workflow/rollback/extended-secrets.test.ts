import assert from 'node:assert/strict';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { backupName } from '../../../src/domain/kubernetes/own-names.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { addLogin } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { newer } from '../../support/builders/change-log.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { outcomes, runRollback, secretOutcomes, switched } from './rollback-run.ts';

const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
const own = pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' });
const backup = secret({ name: backupName('own') }, {});

/** The backup of a pull Secret is written, the pull Secret itself not. */
async function killedBeforeWriting(cluster: InMemoryCluster, act: () => Promise<void>): Promise<void> {
  cluster.beforePatch = ({ metadata }) => {
    if (metadata.name === own.metadata.name) throw new Error('killed');
  };
  await assert.rejects(act(), /killed/);
  cluster.beforePatch = () => undefined;
}

describe('rollBack: Secrets', () => {
  async function add(cluster: InMemoryCluster, password: string): Promise<void> {
    const changed = { logins: [pullLogin('new.example', { ...login, password })] };
    await addLogin(cluster, { namespace: 'shop', name: 'own' }, changed, new AbortController().signal);
  }

  /** A cluster after the login was added to the pull Secret. */
  async function granted(): Promise<InMemoryCluster> {
    const cluster = new InMemoryCluster([own]);
    await add(cluster, 's3cret');
    return cluster;
  }

  function dataOf(cluster: InMemoryCluster, object: KubernetesObject): unknown {
    return cluster.find(object)?.data;
  }

  it('are put back also beside a backup that somebody forged', async () => {
    const cluster = await granted();
    const labels = {
      'app.kubernetes.io/managed-by': 'kubectl-registry-switch',
      'registry-switch.io/backup': 'true',
    };
    const annotations = { 'registry-switch.io/backup-of': '..' };
    cluster.put(secret({ name: 'a-forged', labels, annotations }, { before: '{}', after: '{}' }));
    const outcomes = (await runRollback(cluster)).secrets.map(({ name, outcome }) => [name, outcome]);
    assert.deepEqual(Object.fromEntries(outcomes), { own: 'restored', 'a-forged': 'kept' });
  });

  it('are as they were, and their backup goes', async () => {
    const cluster = await granted();
    const report = await runRollback(cluster);
    assert.deepEqual(report.secrets, [
      { namespace: 'shop', name: 'own', outcome: 'restored', message: 'as it was before' },
    ]);
    assert.deepEqual(dataOf(cluster, own), own.data);
    assert.equal(cluster.find(backup), undefined);
  });

  it('are kept, with their backup, where a newer version wrote a record on them', async () => {
    const before = await granted();
    const extended = newer(before.read(own));
    const cluster = new InMemoryCluster([extended, before.read(backup)]);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['kept']);
    assert.deepEqual(cluster.read(own).metadata.annotations, extended.metadata.annotations);
    assert.notEqual(cluster.find(backup), undefined);
  });

  it('lose a backup that was never filled', async () => {
    const cluster = new InMemoryCluster([own]);
    cluster.refuse('patch', SECRETS, 'unreachable');
    await assert.rejects(add(cluster, 's3cret'));
    const report = await runRollback(cluster);
    assert.deepEqual(secretOutcomes(report), ['restored']);
    assert.equal(cluster.find(backup), undefined);
    assert.deepEqual(dataOf(cluster, own), own.data);
  });

  it('lose only our login when somebody changed something else since', async () => {
    const cluster = await granted();
    const edit = (more: Record<string, string>) =>
      cluster.put(
        pullSecret({ name: 'own' }, { 'old.example': 'you:0ther', 'third.example': 'a:b', ...more }),
      );
    edit({ 'new.example': 'me:s3cret' });
    const [restored] = (await runRollback(cluster)).secrets;
    assert.deepEqual(
      [restored?.outcome, restored?.message],
      ['restored', 'added logins removed; later changes kept'],
    );
    assert.deepEqual(dataOf(cluster, own), edit({}).data);
    assert.equal(cluster.find(backup), undefined);
  });

  it('stay with their backup when somebody changed our login since', async () => {
    const cluster = await granted();
    const theirs = cluster.put(pullSecret({ name: 'own' }, { 'new.example': 'a:b' }));
    const [restored] = (await runRollback(cluster)).secrets;
    assert.deepEqual(
      [restored?.outcome, restored?.message],
      ['kept', 'it was changed since; its backup is kept'],
    );
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.notEqual(cluster.find(backup), undefined);
  });

  it('stay while something pulls with the login that was added, record or not', async () => {
    const cluster = await granted();
    const elsewhere = deployment({ name: 'elsewhere', image: 'third.example/x:1', pullSecrets: ['own'] });
    const recreated = deployment({ image: 'new.example/shop/web:3', pullSecrets: ['own'] });
    cluster.put(elsewhere);
    cluster.put(recreated);
    for (const time of ['first', 'second']) {
      const [kept] = (await runRollback(cluster)).secrets;
      const message = 'Deployment shop/web pulls with a login that was added to it';
      assert.deepEqual([kept?.outcome, kept?.message], ['kept', message], time);
    }
    cluster.put(deployment({ image: 'old.example/shop/web:3', pullSecrets: ['own'] }));
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['restored']);
  });

  it('get a login back that was replaced, whoever pulls with it, as soon as all that was switched is put back', async () => {
    const theirs = pullSecret({ name: 'own' }, { 'new.example': 'other:r0bot' });
    const cluster = new InMemoryCluster([theirs]);
    await add(cluster, 's3cret');
    cluster.put(deployment({ name: 'other', image: 'new.example/tool:1', pullSecrets: ['own'] }));
    const stuck = { ...switched, pullSecrets: ['own'] };
    cluster.put(deployment(stuck));
    const leftOut = new Map([['shop', new ExpectedError('not now')]]);
    assert.deepEqual(secretOutcomes(await runRollback(cluster, [], {}, { leftOut })), ['needed']);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['restored']);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.equal(cluster.find(backup), undefined);
  });

  it('need nothing when they are as they were already', async () => {
    const cluster = await granted();
    cluster.put(own);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['restored']);
    assert.equal(cluster.writes.at(-1), `delete secrets shop/${backupName('own')}`);
  });

  it('are as they were after any number of passwords', async () => {
    const cluster = await granted();
    for (const password of ['second', 'third', 'fourth']) await add(cluster, password);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['restored']);
    assert.deepEqual(dataOf(cluster, own), own.data);
    assert.equal(cluster.find(backup), undefined);
  });

  it('are as they were when the tool was killed before it wrote a new password', async () => {
    const cluster = await granted();
    for (const password of ['second', 'third']) {
      await killedBeforeWriting(cluster, async () => add(cluster, password));
    }
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['restored']);
    assert.deepEqual(dataOf(cluster, own), own.data);
  });

  it('keep what somebody edited between two passwords, even in our own login', async () => {
    const cluster = await granted();
    const theirs = cluster.put(
      pullSecret({ name: 'own' }, { 'old.example': 'you:0ther', 'new.example': 'a:b' }),
    );
    await add(cluster, 's3cret');
    const expected = {
      namespace: 'shop',
      name: 'own',
      outcome: 'kept',
      message:
        'it was changed before the last change by this tool; only that one is reverted; its backup is kept',
    } as const;
    assert.deepEqual((await runRollback(cluster)).secrets, [expected]);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.notEqual(cluster.find(backup), undefined);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['kept']);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
  });

  it('stay with their backup when somebody changes them at the same time', async () => {
    const cluster = await granted();
    const theirs = pullSecret({ name: 'own' }, { 'new.example': 'a:b' });
    cluster.put(deployment(switched));
    cluster.beforePatch = ({ kind }) => kind === 'Secret' && cluster.put(theirs);
    const report = await runRollback(cluster);
    assert.deepEqual(outcomes(report), { web: 'rolled-back' });
    assert.deepEqual(secretOutcomes(report), ['kept']);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.notEqual(cluster.find(backup), undefined);
  });

  it('do not hinder each other when one may not be changed', async () => {
    const cluster = await granted();
    cluster.refuse('patch', SECRETS, 'forbidden');
    assert.deepEqual((await runRollback(cluster)).secrets, [
      { namespace: 'shop', name: 'own', outcome: 'kept', message: 'the server said forbidden' },
    ]);
  });

  it('that may not be listed are a warning beside what was done', async () => {
    const cluster = await granted();
    cluster.put(deployment(switched));
    cluster.refuse('list', SECRETS, 'forbidden');
    const report = await runRollback(cluster);
    assert.deepEqual(outcomes(report), { web: 'rolled-back' });
    assert.deepEqual(report.warnings, [
      'not all pull Secrets were restored: the server said forbidden',
      'not all added objects were removed: the server said forbidden',
    ]);
  });

  it('leave their backup when they are gone', async () => {
    const cluster = await granted();
    await cluster.delete(SECRETS, own.metadata);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['kept']);
    assert.notEqual(cluster.find(backup), undefined);
  });
});
