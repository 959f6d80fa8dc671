import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import type { Permission } from '../../../../src/domain/permissions/permission.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { statusReply } from '../support/replies.ts';

const PERMISSION: Permission = {
  ...{ verb: 'get', group: '', resource: 'pods', subresource: 'log' },
  ...{ namespace: 'shop', name: 'web' },
};

describe('access reviews', () => {
  it('ask for exactly one permission', async () => {
    const { cluster, server } = await httpCluster(() => ({
      status: 201,
      body: { status: { allowed: true } },
    }));
    await cluster.allows(PERMISSION);
    const [request] = server.requests;
    assert.equal(
      `${request?.method ?? ''} ${request?.path ?? ''}`,
      'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    );
    assert.deepEqual(request?.body, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: PERMISSION },
    });
  });

  const answers: readonly [string, unknown, boolean][] = [
    ['yes', { status: { allowed: true } }, true],
    ['no', { status: { allowed: false } }, false],
    ['no, with a reason', { status: { allowed: false, denied: true, reason: 'policy' } }, false],
    ['nothing', {}, false],
  ];
  for (const [name, body, allowed] of answers) {
    it(`are ${String(allowed)} when the server says ${name}`, async () => {
      const { cluster } = await httpCluster(() => ({ status: 201, body }));
      assert.equal(await cluster.allows(PERMISSION), allowed);
    });
  }

  it('say when the server has none', async () => {
    const { cluster } = await httpCluster(() => statusReply(404, { reason: 'NotFound' }));
    assert.equal((await failureOf(cluster.allows(PERMISSION), ClusterError)).failure, 'not-found');
  });
});
