import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { ClusterError } from '../../../src/domain/errors.ts';
import { DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { type FinishRequest } from '../../../src/workflow/finish/finish-move.ts';
import { addLogin } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { changeLog, newer } from '../../support/builders/change-log.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment, replicaSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { both, finish, image, onlyOld, outcomes, record, web } from './finishing.ts';

describe('finishMove', () => {
  it('clears the records and leaves other annotations', async () => {
    const cluster = new InMemoryCluster([web]);
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'cleared' });
    assert.deepEqual(cluster.read(web).metadata.annotations, { 'team.example/owner': 'shop' });
    assert.deepEqual(cluster.read(web).spec, web.spec);
  });

  it('clears the copies of records in ReplicaSets, which `kubectl rollout undo` would bring back', async () => {
    const history = replicaSet({ name: 'web-1', owner: web, replicas: 0, annotations: changeLog([record]) });
    const cluster = new InMemoryCluster([web, history]);
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'cleared' });
    assert.deepEqual(cluster.read(history).metadata.annotations, {});
  });

  it('keeps what the records that stay lead back to, whatever they stay for, and says so first', async () => {
    const [left, gone] = [
      deployment({ image, name: 'left', annotations: changeLog([record]) }),
      deployment({ image, name: 'gone', namespace: 'zoo', annotations: changeLog([record]) }),
    ];
    const theirs = pullSecret({ name: 'theirs', namespace: 'zoo' }, { 'old.example': 'me:0ld' });
    const cluster = new InMemoryCluster([left, gone, both, theirs]);
    cluster.beforePatch = ({ metadata }) => {
      if (metadata.name === 'left') throw new ClusterError('forbidden', 'no');
    };
    const told: unknown[] = [];
    const onCleared: FinishRequest['onCleared'] = async (kept) => {
      told.push(
        ...kept.map(({ ref }) => ref.name),
        cluster.writes.filter((write) => write.includes('secrets')),
      );
      return Promise.resolve();
    };
    assert.deepEqual(outcomes(await finish(cluster, { onCleared })), {
      ...{ left: 'kept', gone: 'cleared' },
      ...{ both: 'kept', theirs: 'reduced' },
    });
    assert.deepEqual(told, ['left', []]);
  });

  it('takes logins and backups away only when no record leads back to them any more', async () => {
    const cluster = new InMemoryCluster([web, onlyOld, both]);
    const { signal } = new AbortController();
    await addLogin(cluster, { namespace: 'shop', name: 'both' }, { logins: [pullLogin()] }, signal);
    const before = cluster.writes.length;
    await finish(cluster);
    const kinds = cluster.writes.slice(before).map((write) => write.replace(/ shop\/.*/, ''));
    assert.equal(kinds[0], 'patch deployments.apps');
    assert.equal(kinds.indexOf('patch deployments.apps', 1), -1);
    assert.equal(cluster.writes.at(-1), 'delete secrets shop/both-before-registry-switch');
  });

  it('does nothing the second time', async () => {
    const cluster = new InMemoryCluster([web, onlyOld, both]);
    await finish(cluster);
    const writes = cluster.writes.length;
    assert.deepEqual(outcomes(await finish(cluster)), {});
    assert.deepEqual(
      cluster.writes.slice(writes).filter((write) => !write.startsWith('delete')),
      [],
    );
  });

  it('keeps records that a newer version wrote, and the Secrets that carry them', async () => {
    const zoo = { namespace: 'zoo' };
    const objects = [
      web,
      pullSecret({ name: 'both', ...zoo }, { 'old.example': 'me:0ld', 'new.example': 'me:n3w' }),
      pullSecret({ name: 'only-old', ...zoo }, { 'old.example': 'me:0ld' }),
    ].map(newer);
    const cluster = new InMemoryCluster(objects);
    const report = await finish(cluster);
    assert.deepEqual(outcomes(report), { web: 'kept', both: 'kept', 'only-old': 'kept' });
    for (const { message } of report.objects) assert.match(message, /newer version of this tool/);
    for (const object of objects)
      assert.deepEqual(cluster.read(object).metadata.annotations, object.metadata.annotations);
  });

  it('keeps a record that is damaged', async () => {
    const damaged = deployment({ image, annotations: { [RECORD_ANNOTATION]: '{' } });
    const cluster = new InMemoryCluster([damaged]);
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'kept' });
    assert.equal(cluster.read(damaged).metadata.annotations?.[RECORD_ANNOTATION], '{');
  });

  it('tells what could not be tidied up, and does the rest', async () => {
    const other = pullSecret({ name: 'other', namespace: 'zoo' }, { 'old.example': 'me:0ld' });
    const cluster = new InMemoryCluster([web, both, other]);
    cluster.refuse('patch', DEPLOYMENTS, 'forbidden');
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'kept', both: 'kept', other: 'reduced' });
  });
});
