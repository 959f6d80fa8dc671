import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { CONFIG_MAPS, SERVICE_ACCOUNTS } from '../../../src/domain/kubernetes/resource.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import { finishConfirmed } from '../../../src/workflow/finish/finish-confirmed.ts';
import type { FinishReport } from '../../../src/workflow/finish/finish-move.ts';
import { lookForFinishable } from '../../../src/workflow/finish/finishable.ts';
import { finishedRuns } from '../../../src/workflow/run/finished-runs.ts';
import { CONFIG_KEY, secretText } from '../../../src/domain/credentials/secret-data.ts';
import { listRuns } from '../../../src/workflow/journals/list-runs.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import type { RunStep } from '../../../src/domain/ports/progress.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const HOME = 'registry-switch';
const [OURS, OTHER] = ['20260101-000000-bcdf', '20260102-000000-bcdf'];
const EVERYWHERE = { namespaces: [], excludeNamespaces: [] };
const { signal } = new AbortController();
const verifyCommand = () => 'verify';
const login = pullSecret({ name: 'login' }, { 'old.example': 'me:0ld' });
const web = recorded('web', OURS);

function recorded(
  name: string,
  run: string,
  {
    from = 'old.example/web:1',
    namespace = 'shop',
  }: { readonly from?: string; readonly namespace?: string } = {},
) {
  const image = 'new.example/web:1';
  const record = { run, images: [{ slot: 'container', name: 'app', from, to: image }] };
  return deployment({ name, namespace, image, annotations: changeLog([record]) });
}

function clusterWith(
  runs: readonly Run[],
  ...objects: readonly Parameters<InMemoryCluster['put']>[0][]
): InMemoryCluster {
  return new InMemoryCluster([...objects, ...runs.map((run) => runObject(HOME, run))]);
}

interface Wishes {
  readonly from?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly excluded?: readonly string[];
  readonly stateNamespace?: string;
}

async function finish(
  cluster: InMemoryCluster,
  { from = ['old.example'], namespaces = [], excluded = [], stateNamespace = HOME }: Wishes = {},
): Promise<FinishReport> {
  const scope = { namespaces, excludeNamespaces: excluded };
  const question = { stateNamespace, scope, from, keepCredentials: false, verifyCommand };
  const work = recordedWork();
  const step: RunStep = async (_title, run) => run(work);
  const confirmed = await lookForFinishable(cluster, question, work);
  const lost = new AbortController().signal;
  const fenced = { cluster, bookkeeping: cluster, signal, lost, refused: new Map(), hasTakenOver: false };
  return finishConfirmed(fenced, { question, confirmed, maxInFlight: 2 }, step);
}

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
    const { outlook } = await lookForFinishable(cluster, question, recordedWork());
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
      /^unused kept: the entry for old\.example is kept: it opens more than old\.example\/a: /,
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

function fates(objects: FinishReport['objects']): Record<string, string> {
  return Object.fromEntries(
    objects.map(({ object, outcome }) => [`${object.namespace ?? ''}/${object.name}`, outcome]),
  );
}

async function isFinished(cluster: InMemoryCluster, run: string, namespace: string): Promise<boolean> {
  return (await finishedRuns(cluster, HOME, signal)).isFinished(run, namespace);
}

async function stateOf(cluster: InMemoryCluster, id: string): Promise<string | undefined> {
  return (await listRuns(cluster, HOME, signal)).find((run) => run.id === id)?.state;
}

function loginsOf(cluster: InMemoryCluster, object: typeof login): string[] {
  const config = JSON.parse(secretText(cluster.read(object), CONFIG_KEY) ?? '{}') as { auths: object };
  return Object.keys(config.auths);
}

function versionOf(cluster: InMemoryCluster, object: typeof web) {
  const { resourceVersion } = cluster.read(object).metadata;
  return { resourceVersion };
}
