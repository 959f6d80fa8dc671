import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { ensurePullSecret } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { grant, KEY, loginsOf, signal, tellsNoSecret } from './granting.ts';

const OURS = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' };
const target = pullSecret({ name: 'target' }, { 'new.example': 'me:s3cret' });

/** What is created is empty: only a patch can test what was there before. */
const MADE = ['create secrets shop/target', 'patch secrets shop/target'];

describe('ensurePullSecret', () => {
  it('creates a pull Secret of ours', async () => {
    const cluster = new InMemoryCluster();
    await ensurePullSecret(cluster, 'shop', grant, signal);
    const made = cluster.read(target);
    assert.deepEqual([made.type, made.metadata.labels], ['kubernetes.io/dockerconfigjson', OURS]);
    assert.deepEqual(loginsOf(cluster, 'target'), { 'new.example': 'me:s3cret' });
  });

  it('creates it without a login, which only a patch adds', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('patch', SECRETS, 'unreachable');
    await assert.rejects(ensurePullSecret(cluster, 'shop', grant, signal), ClusterError);
    assert.deepEqual(loginsOf(cluster, 'target'), {});
  });

  it('takes it away again where a policy refuses to have it filled', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('patch', SECRETS, 'invalid');
    await assert.rejects(ensurePullSecret(cluster, 'shop', grant, signal), ClusterError);
    assert.equal(cluster.find(target), undefined);
  });

  it('tells what refused it also where it cannot be taken away', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('patch', SECRETS, 'invalid');
    cluster.refuse('delete', SECRETS, 'forbidden');
    await assert.rejects(ensurePullSecret(cluster, 'shop', grant, signal), /invalid/);
  });

  it('leaves one that was there before where a policy refuses to have it filled', async () => {
    const old = pullSecret({ name: 'target', labels: OURS }, {});
    const cluster = new InMemoryCluster([old]);
    cluster.refuse('patch', SECRETS, 'invalid');
    await assert.rejects(ensurePullSecret(cluster, 'shop', grant, signal), ClusterError);
    assert.notEqual(cluster.find(old), undefined);
  });

  it('does nothing the second time', async () => {
    const cluster = new InMemoryCluster();
    await ensurePullSecret(cluster, 'shop', grant, signal);
    await ensurePullSecret(cluster, 'shop', grant, signal);
    assert.deepEqual(cluster.writes, MADE);
  });

  it('says so where one of ours is immutable and out of date', async () => {
    const old = pullSecret({ name: 'target', labels: OURS }, { 'new.example': 'me:0ld' });
    const cluster = new InMemoryCluster([{ ...old, immutable: true }]);
    await assert.rejects(ensurePullSecret(cluster, 'shop', grant, signal), {
      message: 'Secret shop/target is immutable: cannot add a login',
    });
    assert.deepEqual(cluster.writes, []);
  });

  it('brings a Secret of ours up to date', async () => {
    const cluster = new InMemoryCluster([
      pullSecret({ name: 'target', labels: OURS }, { 'new.example': 'me:old' }),
    ]);
    await ensurePullSecret(cluster, 'shop', grant, signal);
    assert.deepEqual(loginsOf(cluster, 'target'), { 'new.example': 'me:s3cret' });
  });

  it('keeps the logins for other places that an earlier run gave it', async () => {
    const earlier = { 'new.example/team': 'team:0ld', 'else.example': 'you:0ther' };
    const cluster = new InMemoryCluster([pullSecret({ name: 'target', labels: OURS }, earlier)]);
    await ensurePullSecret(cluster, 'shop', grant, signal);
    assert.deepEqual(loginsOf(cluster, 'target'), { ...earlier, 'new.example': 'me:s3cret' });
  });

  it('writes one of ours anew that somebody made unreadable', async () => {
    const type = 'kubernetes.io/dockerconfigjson';
    const broken = secret({ name: 'target', labels: OURS, type }, { [KEY]: '{"auths": 0ther' });
    const cluster = new InMemoryCluster([broken]);
    await ensurePullSecret(cluster, 'shop', grant, signal);
    assert.deepEqual(loginsOf(cluster, 'target'), { 'new.example': 'me:s3cret' });
  });

  it('brings it up to date although the answer was lost', async () => {
    const cluster = new InMemoryCluster([
      pullSecret({ name: 'target', labels: OURS }, { 'new.example': 'me:old' }),
    ]);
    losePatchAnswers(cluster);
    await ensurePullSecret(cluster, 'shop', grant, signal);
    assert.deepEqual(loginsOf(cluster, 'target'), { 'new.example': 'me:s3cret' });
  });

  it('is content with what another run made at the same time', async () => {
    const cluster = new InMemoryCluster();
    const create = cluster.create.bind(cluster);
    cluster.create = async (...request) => {
      cluster.create = create;
      cluster.put(pullSecret({ name: 'target', labels: OURS }, { 'new.example': 'me:s3cret' }));
      return create(...request);
    };
    await ensurePullSecret(cluster, 'shop', grant, signal);
    assert.deepEqual(loginsOf(cluster, 'target'), { 'new.example': 'me:s3cret' });
  });

  it("does not touch somebody else's", async () => {
    const cluster = new InMemoryCluster([pullSecret({ name: 'target' }, { 'new.example': 'you:0ther' })]);
    await assert.rejects(ensurePullSecret(cluster, 'shop', grant, signal), tellsNoSecret);
    assert.deepEqual(cluster.writes, []);
  });
});
