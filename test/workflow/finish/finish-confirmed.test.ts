import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { listRuns } from '../../../src/workflow/journals/list-runs.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import {
  clusterWith,
  fates,
  finish,
  HOME,
  isFinished,
  login,
  loginsOf,
  OTHER,
  OURS,
  recorded,
  signal,
  stateOf,
  versionOf,
  web,
} from './confirmed-finish.ts';

describe('finishConfirmed', () => {
  const ours = aRun({ id: OURS, state: 'done' });

  it('clears the records, then ends the runs, then removes what the records led back to', async () => {
    const cluster = clusterWith([ours], web, login);
    await finish(cluster);
    assert.deepEqual(cluster.writes, [
      `create configmaps ${HOME}/registry-switch-finished`,
      'patch deployments.apps shop/web',
      `patch configmaps ${HOME}/registry-switch-finished`,
      `patch configmaps ${HOME}/registry-switch-run-${OURS}`,
      'patch secrets shop/login',
    ]);
  });

  it('removes nothing where it cannot write down that they are finished', async () => {
    const cluster = clusterWith([ours], web, login);
    cluster.refuse('create', CONFIG_MAPS, 'forbidden');
    await assert.rejects(finish(cluster), ClusterError);
    assert.deepEqual(cluster.read(web).metadata, { ...web.metadata, ...versionOf(cluster, web) });
    assert.notEqual(cluster.find(login), undefined);
  });

  it("keeps the way back of somebody else's move, and the logins that it needs", async () => {
    const other = recorded('other', OTHER, { from: 'old.example/b/web:1' });
    const login = pullSecret({ name: 'login' }, { 'old.example/a': 'me:0ld' });
    const cluster = clusterWith(
      [aRun({ id: OURS, state: 'done', move: aMove({ from: ['old.example/a'] }) })],
      other,
      login,
    );
    const { objects } = await finish(cluster, { from: ['old.example/a'] });
    assert.deepEqual(
      objects.map(({ object, outcome }) => [object.name, outcome]),
      [
        ['other', 'kept'],
        ['login', 'kept'],
      ],
    );
    assert.deepEqual(cluster.read(other).metadata.annotations, other.metadata.annotations);
  });

  it('ends only the runs of the source that it was given', async () => {
    const later = aRun({ id: OTHER, state: 'done', move: aMove({ from: ['elsewhere.example'] }) });
    const cluster = clusterWith(
      [ours, later],
      web,
      recorded('later', OTHER, { from: 'elsewhere.example/web:1' }),
    );
    const { objects } = await finish(cluster);
    assert.deepEqual(
      objects.map(({ outcome }) => outcome),
      ['cleared', 'kept'],
    );
    const states = (await listRuns(cluster, HOME, signal)).map(({ id, state }) => [id, state]);
    assert.deepEqual(Object.fromEntries(states), { [OURS]: 'finished', [OTHER]: 'done' });
  });

  it('does the rest the next time when it was stopped in between', async () => {
    const cluster = clusterWith([ours], web, login);
    cluster.beforePatch = ({ kind }) => {
      if (kind === 'Deployment') throw new Error('killed');
    };
    await assert.rejects(finish(cluster), /killed/);
    assert.notEqual(cluster.find(login), undefined);
    assert.equal(await isFinished(cluster, OURS, 'shop'), false, 'what is recorded can be put back');
    cluster.beforePatch = () => undefined;
    await finish(cluster);
    assert.deepEqual(loginsOf(cluster, login), []);
    assert.deepEqual(cluster.read(web).metadata.annotations, {});
    assert.equal(await isFinished(cluster, OURS, 'shop'), true);
  });

  it('leaves a way back where it left something out: the run stays open until it is finished there', async () => {
    const ape = recorded('ape', OURS, { namespace: 'zoo' });
    const theirs = pullSecret({ name: 'login', namespace: 'zoo' }, { 'old.example': 'me:0ld' });
    const cluster = clusterWith([ours], web, login, ape, theirs);
    cluster.beforePatch = ({ metadata }) => {
      if (metadata.name === 'ape') throw new ClusterError('forbidden', 'no lease for zoo');
    };
    const { objects } = await finish(cluster);
    assert.deepEqual(fates(objects), {
      ...{ 'shop/web': 'cleared', 'shop/login': 'reduced' },
      ...{ 'zoo/ape': 'kept', 'zoo/login': 'kept' },
    });
    assert.equal(await isFinished(cluster, OURS, 'shop'), true);
    assert.equal(await isFinished(cluster, OURS, 'zoo'), false);
    assert.equal(await stateOf(cluster, OURS), 'done');
    cluster.beforePatch = () => undefined;
    await finish(cluster);
    assert.equal(await isFinished(cluster, OURS, 'zoo'), true);
    assert.equal(await stateOf(cluster, OURS), 'finished');
  });

  for (const [title, wishes] of [
    ['named', { namespaces: ['shop'] }],
    ['not excluded', { excluded: ['z*'] }],
  ] as const) {
    it(`ends a move only in the namespaces that are ${title}`, async () => {
      const ape = recorded('ape', OURS, { namespace: 'zoo' });
      const theirs = pullSecret({ name: 'login', namespace: 'zoo' }, { 'old.example': 'me:0ld' });
      const cluster = clusterWith([ours], web, login, ape, theirs);
      await finish(cluster, wishes);
      assert.deepEqual([loginsOf(cluster, login), loginsOf(cluster, theirs)], [[], ['old.example']]);
      assert.deepEqual(cluster.read(ape).metadata.annotations, ape.metadata.annotations);
      assert.equal(await isFinished(cluster, OURS, 'shop'), true);
      assert.equal(await isFinished(cluster, OURS, 'zoo'), false);
      assert.equal(await stateOf(cluster, OURS), 'done');
    });
  }

  it('voids no record that a run may yet write that can be gone on with', async () => {
    const cluster = clusterWith([{ ...ours, state: 'partly' }], web, login);
    await finish(cluster, { namespaces: ['shop'] });
    assert.equal(await isFinished(cluster, OURS, 'shop'), false);
    await finish(cluster);
    assert.equal(await isFinished(cluster, OURS, 'shop'), true);
  });

  it("voids and clears no record of another home's run, whichever is older", async () => {
    for (const [mine, theirs] of [
      [OURS, OTHER],
      [OTHER, OURS],
    ] as const) {
      const ape = recorded('ape', theirs, { namespace: 'zoo' });
      const cluster = clusterWith([aRun({ id: mine, state: 'done' })], recorded('web', mine), ape);
      cluster.put(runObject('other-home', aRun({ id: theirs, state: 'done' })));
      await finish(cluster);
      assert.deepEqual(cluster.read(ape).metadata.annotations, ape.metadata.annotations);
      assert.equal(await isFinished(cluster, theirs, 'zoo'), false);
      await finish(cluster, { stateNamespace: 'other-home' });
      assert.deepEqual(cluster.read(ape).metadata.annotations, {});
    }
  });

  it('clears records of a run that nobody remembers, but not where nobody can tell', async () => {
    const lost = recorded('lost', OTHER);
    const cluster = clusterWith([ours], web, lost);
    const list = cluster.list.bind(cluster);
    cluster.list = (resource, query) => {
      if (resource === CONFIG_MAPS && query.namespace === undefined)
        throw new ClusterError('forbidden', 'no');
      return list(resource, query);
    };
    await finish(cluster);
    assert.deepEqual(cluster.read(lost).metadata.annotations, lost.metadata.annotations);
    cluster.list = list;
    await finish(cluster);
    assert.deepEqual(cluster.read(lost).metadata.annotations, {});
    assert.equal(await isFinished(cluster, OTHER, 'shop'), true);
  });
});
