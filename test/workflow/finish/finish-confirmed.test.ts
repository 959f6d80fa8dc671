import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { finishConfirmed } from '../../../src/workflow/finish/finish-confirmed.ts';
import type { FinishReport } from '../../../src/workflow/finish/finish-move.ts';
import { lookForFinishable } from '../../../src/workflow/finish/finishable.ts';
import { finishedRuns } from '../../../src/workflow/run/finished-runs.ts';
import { listRuns } from '../../../src/workflow/run/list-runs.ts';
import { runObject } from '../../../src/workflow/run/run-object.ts';
import type { RunStep } from '../../../src/workflow/carry-out.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const HOME = 'registry-switch';
const [OURS, OTHER] = ['20260101-000000-bcdf', '20260102-000000-bcdf'];
const { signal } = new AbortController();
const login = pullSecret({ name: 'login' }, { 'old.example': 'me:0ld' });
const web = recorded('web', OURS);

function recorded(name: string, run: string, from = 'old.example/web:1') {
  const image = 'new.example/web:1';
  const record = { run, images: [{ slot: 'container', name: 'app', from, to: image }] };
  return deployment({ name, image, annotations: changeLog([record]) });
}

function clusterWith(
  runs: readonly Run[],
  ...objects: readonly Parameters<InMemoryCluster['put']>[0][]
): InMemoryCluster {
  return new InMemoryCluster([...objects, ...runs.map((run) => runObject(HOME, run))]);
}

async function finish(
  cluster: InMemoryCluster,
  from: readonly string[] = ['old.example'],
): Promise<FinishReport> {
  const question = { homeNamespace: HOME, from, keepCredentials: false };
  const work = recordedWork();
  const step: RunStep = async (_title, run) => run(work);
  const confirmed = await lookForFinishable(cluster, question, work);
  const lost = new AbortController().signal;
  const fenced = { cluster, bookkeeping: cluster, signal, lost, refused: new Map(), hasTakenOver: false };
  return finishConfirmed(fenced, { question, confirmed, maxInFlight: 2 }, step);
}

describe('finishConfirmed', () => {
  const ours = aRun({ id: OURS, state: 'done' });

  it('ends the runs before anything is removed: no rollback goes a way that is half gone', async () => {
    const cluster = clusterWith([ours], web, login);
    await finish(cluster);
    assert.deepEqual(cluster.writes.slice(0, 2), [
      `patch configmaps ${HOME}/registry-switch-run-${OURS}`,
      `create configmaps ${HOME}/registry-switch-finished`,
    ]);
  });

  it('removes nothing where it cannot write down that they are finished', async () => {
    const cluster = clusterWith([ours], web, login);
    cluster.refuse('patch', CONFIG_MAPS, 'forbidden');
    await assert.rejects(finish(cluster), ClusterError);
    assert.deepEqual(cluster.read(web).metadata, { ...web.metadata, ...versionOf(cluster, web) });
    assert.notEqual(cluster.find(login), undefined);
  });

  it("keeps the way back of somebody else's move, and the logins that it needs", async () => {
    const other = recorded('other', OTHER, 'old.example/b/web:1');
    const login = pullSecret({ name: 'login' }, { 'old.example/a': 'me:0ld' });
    const cluster = clusterWith(
      [aRun({ id: OURS, state: 'done', move: aMove({ from: ['old.example/a'] }) })],
      other,
      login,
    );
    const { objects } = await finish(cluster, ['old.example/a']);
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
    const cluster = clusterWith([ours, later], web, recorded('later', OTHER, 'elsewhere.example/web:1'));
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
    const { isFinished } = await finishedRuns(
      cluster,
      { namespace: HOME, runs: await listRuns(cluster, HOME, signal) },
      signal,
    );
    assert.equal(isFinished(OURS), true);
    cluster.beforePatch = () => undefined;
    await finish(cluster);
    assert.equal(cluster.find(login), undefined);
    assert.deepEqual(cluster.read(web).metadata.annotations, {});
  });
});

function versionOf(cluster: InMemoryCluster, object: typeof web) {
  const { resourceVersion } = cluster.read(object).metadata;
  return { resourceVersion };
}
