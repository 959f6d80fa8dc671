import assert from 'node:assert/strict';
import { SERVICE_ACCOUNTS } from '../../../src/domain/kubernetes/resource.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import { findFinishable } from '../../../src/workflow/finish/finishable.ts';
import { secretText } from '../../../src/domain/credentials/secret-data.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import {
  clusterWith,
  EVERYWHERE,
  fates,
  finish,
  HOME,
  login,
  loginsOf,
  OTHER,
  OURS,
  recorded,
  verifyCommand,
  web,
} from './confirmed-finish.ts';

describe('finishConfirmed: logins and backups', () => {
  const ours = aRun({ id: OURS, state: 'done' });

  it('tells beforehand what becomes of everything: what goes, and what is kept', async () => {
    const labels = { ...MANAGED_BY, 'registry-switch.io/backup': 'true' };
    const zoo = { namespace: 'zoo' };
    const cluster = clusterWith(
      [ours],
      ...[web, login, recorded('ape', OTHER, { ...zoo, from: 'elsewhere.example/x:1' })],
      ...[pullSecret({ ...zoo, name: 'login' }, { 'old.example': 'me:0ld' })],
      pullSecret({ name: 'made', labels: MANAGED_BY }, { 'old.example': 'me:0ld' }),
      secret({ name: 'login-before-registry-switch', labels }, { before: '{}', after: '{}' }),
      secret({ ...zoo, name: 'login-before-registry-switch', labels }, { before: '{}', after: '{}' }),
    );
    const question = {
      stateNamespace: HOME,
      scope: EVERYWHERE,
      from: ['old.example'],
      keepCredentials: false,
      verifyCommand,
    };
    const { outlook } = await findFinishable(cluster, question, recordedWork());
    assert.deepEqual(fates(outlook), {
      ...{ 'shop/web': 'cleared', 'shop/login': 'reduced', 'shop/made': 'removed' },
      ...{ 'zoo/ape': 'kept', 'zoo/login': 'kept' },
      'shop/login-before-registry-switch': 'removed',
      'zoo/login-before-registry-switch': 'kept',
    });
    assert.deepEqual(fates((await finish(cluster)).objects), fates(outlook));
  });

  it('keeps a login that opens more than the source, or that somebody pulls with, and says why', async () => {
    const other = deployment({ name: 'other', image: 'old.example/b/x:1', pullSecrets: ['login'] });
    const logins = { 'old.example': 'me:0ld', 'old.example/a': 'me:0ld', '*.example': 'me:0ld' };
    const wide = pullSecret({ name: 'login' }, logins);
    const unused = pullSecret({ name: 'unused' }, { 'old.example': 'me:0ld' });
    const cluster = clusterWith([], other, wide, unused);
    const { objects } = await finish(cluster, { from: ['old.example/a'] });
    const told = objects.map(({ object, outcome, message }) => `${object.name} ${outcome}: ${message}`);
    const pulls = 'Deployment shop/other pulls old.example/b/x:1 with it';
    for (const [index, line] of [
      /^login reduced: without the entry for old\.example\/a$/,
      `login kept: the entry for old.example is kept: ${pulls}`,
      `login kept: the entry for *.example is kept: ${pulls}`,
      /^unused kept: the entry for old\.example is kept: it covers more than old\.example\/a: /,
    ].entries()) {
      if (typeof line === 'string') assert.equal(told[index], line);
      else assert.match(told[index] ?? '', line);
    }
    assert.deepEqual(loginsOf(cluster, wide), ['old.example', '*.example']);
    assert.deepEqual(loginsOf(cluster, unused), ['old.example']);
  });

  it('takes logins out of Secrets of the older form, and is stopped by none that is damaged', async () => {
    const entry = { 'old.example': { username: 'me', password: '0ld' } };
    const type = 'kubernetes.io/dockercfg';
    const legacy = secret({ name: 'legacy', type }, { '.dockercfg': JSON.stringify(entry) });
    const torn = pullSecret({ name: 'torn' }, { 'old.example': 'me:0ld' });
    const cluster = clusterWith([ours], web, login, legacy, torn);
    const get = cluster.get.bind(cluster);
    cluster.get = async (resource, name) => {
      const found = await get(resource, name);
      if (name.name !== 'torn' || found === undefined) return found;
      return { ...found, data: { '.dockerconfigjson': Buffer.from('{').toString('base64') } };
    };
    const { objects } = await finish(cluster);
    assert.deepEqual(fates(objects), {
      ...{ 'shop/web': 'cleared', 'shop/login': 'reduced' },
      ...{ 'shop/legacy': 'reduced', 'shop/torn': 'kept' },
    });
    assert.equal(secretText(cluster.read(legacy), '.dockercfg'), '{}');
  });

  it('removes the backups of its own move alone, and none that does not say whose it is', async () => {
    const labels = { ...MANAGED_BY, 'registry-switch.io/backup': 'true' };
    const backup = (name: string, ...named: readonly string[]) =>
      secret(
        { name, namespace: 'bank', labels, annotations: { 'registry-switch.io/backup-runs': named.join() } },
        { before: '{}', after: '{}' },
      );
    const other = aRun({ id: OTHER, state: 'done', move: aMove({ from: ['elsewhere.example'] }) });
    const unknown = '20260103-000000-bcdf';
    const backups = [
      ...[backup('mine', OURS), backup('others', OTHER), backup('shared', OURS, OTHER)],
      ...[backup('lost', unknown), backup('silent')],
    ];
    const cluster = clusterWith([ours, other], web, ...backups);
    assert.deepEqual(fates((await finish(cluster)).objects), {
      ...{ 'shop/web': 'cleared', 'bank/mine': 'removed', 'bank/others': 'kept' },
      ...{ 'bank/shared': 'kept', 'bank/lost': 'kept', 'bank/silent': 'kept' },
    });
    await finish(cluster, { from: ['elsewhere.example'] });
    assert.deepEqual(
      backups.filter((one) => cluster.find(one) !== undefined).map(({ metadata }) => metadata.name),
      ['lost', 'silent'],
    );
  });

  it("keeps the backup of another home's run", async () => {
    const labels = { ...MANAGED_BY, 'registry-switch.io/backup': 'true' };
    const annotations = { 'registry-switch.io/backup-runs': OTHER };
    const backup = secret({ name: 'theirs', labels, annotations }, { before: '{}', after: '{}' });
    const cluster = clusterWith([ours], web, backup);
    cluster.put(runObject('other-home', aRun({ id: OTHER, state: 'done' })));
    await finish(cluster);
    assert.notEqual(cluster.find(backup), undefined);
  });

  it('keeps all logins where nobody can tell who pulls with them', async () => {
    const cluster = clusterWith([ours], web, login);
    cluster.refuse('list', SERVICE_ACCOUNTS, 'forbidden');
    const { objects } = await finish(cluster);
    assert.deepEqual(fates(objects), { 'shop/web': 'cleared', 'shop/login': 'kept' });
    assert.match(objects.at(-1)?.message ?? '', /no permission to list service accounts/);
  });
});
