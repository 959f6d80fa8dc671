import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import type { JsonPatch } from '../../../../src/domain/kubernetes/json-patch.ts';
import { DEPLOYMENTS, NODES, PODS } from '../../../../src/domain/kubernetes/resource.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { statusReply } from '../support/replies.ts';

const WEB = { namespace: 'shop', name: 'web' };
const STORED = pod('web', { uid: 'stored' });

describe('single objects', () => {
  it('are read by name', async () => {
    const { cluster, server } = await httpCluster(() => ({ body: STORED }));
    assert.deepEqual(await cluster.get(PODS, WEB), STORED);
    await cluster.get(NODES, { name: 'a b' });
    const paths = server.requests.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(paths, ['GET /api/v1/namespaces/shop/pods/web', 'GET /api/v1/nodes/a%20b']);
  });

  it('are never asked for by a name that would lead to something else', async () => {
    const { cluster, server } = await httpCluster(() => ({ body: STORED }));
    await assert.rejects(cluster.get(NODES, { name: 'a/b' }), /invalid object name/);
    assert.deepEqual(server.requests, []);
  });

  it('that do not exist are undefined', async () => {
    const { cluster } = await httpCluster(() => statusReply(404, { reason: 'NotFound' }));
    assert.equal(await cluster.get(PODS, WEB), undefined);
  });

  it('are created strictly, in our name', async () => {
    const { cluster, server } = await httpCluster(() => ({ status: 201, body: STORED }));
    assert.deepEqual(await cluster.create(PODS, pod('web')), STORED);
    const [request] = server.requests;
    assert.equal(`${request?.method ?? ''} ${request?.path ?? ''}`, 'POST /api/v1/namespaces/shop/pods');
    assert.deepEqual(request?.query, { fieldManager: 'kubectl-registry-switch', fieldValidation: 'Strict' });
    assert.equal(request.headers['content-type'], 'application/json');
    assert.deepEqual(request.body, pod('web'));
  });

  it('are created once', async () => {
    const { cluster } = await httpCluster(() =>
      statusReply(409, { reason: 'AlreadyExists', message: 'there' }),
    );
    assert.equal((await failureOf(cluster.create(PODS, pod('web')), ClusterError)).failure, 'already-exists');
  });

  it('are patched by JSON Patch', async () => {
    const { cluster, server } = await httpCluster(() => ({ body: STORED }));
    const patch: JsonPatch = [{ op: 'remove', path: '/spec/x' }];
    assert.deepEqual(await cluster.patch(DEPLOYMENTS, WEB, patch), STORED);
    const [request] = server.requests;
    assert.equal(
      `${request?.method ?? ''} ${request?.path ?? ''}`,
      'PATCH /apis/apps/v1/namespaces/shop/deployments/web',
    );
    assert.deepEqual(request?.query, { fieldManager: 'kubectl-registry-switch', fieldValidation: 'Strict' });
    assert.equal(request.headers['content-type'], 'application/json-patch+json');
    assert.deepEqual(request.body, patch);
  });

  it('are deleted as the options say', async () => {
    const { cluster, server } = await httpCluster(() => ({ body: { kind: 'Status', status: 'Success' } }));
    assert.equal(await cluster.delete(PODS, WEB), true);
    await cluster.delete(PODS, WEB, { uid: 'u', propagation: 'Foreground', gracePeriodSeconds: 0 });
    const common = { apiVersion: 'v1', kind: 'DeleteOptions' };
    assert.deepEqual(
      server.requests.map(({ method, path, body }) => [method, path, body]),
      [
        ['DELETE', '/api/v1/namespaces/shop/pods/web', common],
        [
          'DELETE',
          '/api/v1/namespaces/shop/pods/web',
          { ...common, preconditions: { uid: 'u' }, propagationPolicy: 'Foreground', gracePeriodSeconds: 0 },
        ],
      ],
    );
  });

  it('that are pods are evicted, only while they are still the same', async () => {
    const { cluster, server } = await httpCluster(() => ({ status: 201, body: { kind: 'Status' } }));
    assert.equal(await cluster.evict(WEB, { uid: 'u' }), true);
    const [request] = server.requests;
    assert.equal(request?.path, '/api/v1/namespaces/shop/pods/web/eviction');
    assert.deepEqual(request.body, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: WEB,
      deleteOptions: { preconditions: { uid: 'u' } },
    });
  });

  it('that are gone need no eviction', async () => {
    const { cluster } = await httpCluster(() => statusReply(404, { reason: 'NotFound' }));
    assert.equal(await cluster.evict(WEB), false);
  });

  it('that are gone need no deletion', async () => {
    const { cluster } = await httpCluster(() => statusReply(404, { reason: 'NotFound' }));
    assert.equal(await cluster.delete(PODS, WEB), false);
  });

  it('of another uid are not deleted', async () => {
    const another = { ...STORED, metadata: { ...STORED.metadata, uid: 'another' } };
    const { cluster } = await httpCluster(({ method }) =>
      method === 'GET' ? { body: another } : statusReply(409, { reason: 'Conflict' }),
    );
    assert.equal(await cluster.delete(PODS, WEB, { uid: 'u' }), false);
    assert.equal((await failureOf(cluster.delete(PODS, WEB), ClusterError)).failure, 'conflict');
  });

  it('that are there still after a conflict are deleted again, but not for ever', async () => {
    const ours = { ...STORED, metadata: { ...STORED.metadata, uid: 'u' } };
    let conflicts = 1;
    const { cluster, server } = await httpCluster(({ method }) => {
      if (method === 'GET') return { body: ours };
      conflicts -= 1;
      return conflicts < 0 ? { body: ours } : statusReply(409, { reason: 'Conflict' });
    });
    assert.equal(await cluster.delete(PODS, WEB, { uid: 'u' }), true);
    assert.deepEqual(
      server.requests.map(({ method }) => method),
      ['DELETE', 'GET', 'DELETE'],
    );
    conflicts = Infinity;
    assert.equal(
      (await failureOf(cluster.delete(PODS, WEB, { uid: 'u' }), ClusterError)).failure,
      'conflict',
    );
  });

  it('are not changed by a dry run', async () => {
    const { cluster, server } = await httpCluster(() => ({ body: STORED }));
    const options = { dryRun: true };
    await cluster.create(PODS, pod('web'), options);
    await cluster.patch(PODS, WEB, [], options);
    await cluster.delete(PODS, WEB, options);
    const [create, patch, deletion] = server.requests;
    assert.equal(create?.query.dryRun, 'All');
    assert.equal(patch?.query.dryRun, 'All');
    assert.deepEqual(deletion?.body, { apiVersion: 'v1', kind: 'DeleteOptions', dryRun: ['All'] });
  });
});
