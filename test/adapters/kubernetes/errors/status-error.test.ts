import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ClusterError, type ClusterFailure } from '../../../../src/domain/errors.ts';
import { DEPLOYMENTS, PODS, SECRETS } from '../../../../src/domain/kubernetes/resource.ts';
import type { Reply } from '../support/api-server.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { statusReply } from '../support/replies.ts';

const WEB = { namespace: 'shop', name: 'web' };

/** What kube-apiserver 1.36 answers when a `test` of a JSON Patch does not hold, or a path is not there. */
const UNAPPLIABLE = statusReply(422, {
  message: 'the server rejected our request due to an error in our request',
  reason: 'Invalid',
  details: {},
});

async function createFailure(reply: Reply): Promise<ClusterError> {
  const { cluster } = await httpCluster(() => reply);
  return failureOf(cluster.create(PODS, pod('web')), ClusterError);
}

async function patchFailure(reply: Reply): Promise<ClusterError> {
  const { cluster } = await httpCluster(() => reply);
  return failureOf(cluster.patch(DEPLOYMENTS, WEB, [{ op: 'remove', path: '/spec/x' }]), ClusterError);
}

describe('a refusal of the API server', () => {
  const cases: readonly (readonly [number, string, ClusterFailure])[] = [
    [400, 'BadRequest', 'invalid'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
    [405, 'MethodNotAllowed', 'invalid'],
    [409, 'AlreadyExists', 'already-exists'],
    [409, 'Conflict', 'conflict'],
    [410, 'Expired', 'expired'],
    [422, 'Invalid', 'invalid'],
    [429, 'TooManyRequests', 'too-many-requests'],
    [500, 'InternalError', 'server-error'],
    [504, 'Timeout', 'server-error'],
  ];
  it('of an eviction names the disruption budget, and is not tried again', async () => {
    const message = "Cannot evict pod as it would violate the pod's disruption budget.";
    const causes = [
      { reason: 'DisruptionBudget', message: 'The disruption budget web needs 1 healthy pods' },
    ];
    const refusal = statusReply(429, { reason: 'TooManyRequests', message, details: { causes } });
    const { cluster, server } = await httpCluster(() => refusal);
    const error = await failureOf(cluster.evict(WEB), ClusterError);
    assert.deepEqual(
      [error.failure, error.message],
      ['too-many-requests', `${message} The disruption budget web needs 1 healthy pods`],
    );
    assert.equal(server.requests.length, 1);
  });

  it('of anything new in a namespace that is being deleted is "terminating"', async () => {
    const details = { causes: [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }] };
    const error = await createFailure(
      statusReply(403, { reason: 'Forbidden', message: 'The words', details }),
    );
    assert.deepEqual([error.failure, error.message], ['terminating', 'The words']);
  });

  for (const [code, reason, failure] of cases) {
    it(`${code} ${reason} is "${failure}", in the server's own words`, async () => {
      const error = await createFailure(statusReply(code, { reason, message: 'The words' }));
      assert.deepEqual([error.failure, error.message], [failure, 'The words']);
    });
  }

  it('401 says what kubectl says', async () => {
    const error = await createFailure(statusReply(401, { reason: 'Unauthorized', message: 'Unauthorized' }));
    assert.equal(error.failure, 'unauthorized');
    assert.equal(error.message, 'You must be logged in to the server (Unauthorized)');
    assert.match(error.nextStep ?? '', /Log in/);
  });

  it('403 leads to the permissions that are needed', async () => {
    const error = await createFailure(
      statusReply(403, { reason: 'Forbidden', message: 'pods is forbidden' }),
    );
    assert.match(error.nextStep ?? '', /registry-switch rbac/);
  });

  it('that is plain text is shown', async () => {
    const error = await createFailure({ status: 404, body: '404 page not found\n' });
    assert.deepEqual([error.failure, error.message], ['not-found', '404 page not found']);
  });

  it("that is a proxy's HTML is not shown", async () => {
    const error = await createFailure({
      status: 403,
      headers: { 'Content-Type': 'text/html' },
      body: '<html>',
    });
    assert.deepEqual([error.failure, error.message], ['forbidden', 'the server answered 403 Forbidden']);
  });

  it('of a JSON Patch that does not apply is "patch-test-failed"', async () => {
    assert.equal((await patchFailure(UNAPPLIABLE)).failure, 'patch-test-failed');
  });

  it('of a JSON Patch whose outcome is not valid is "invalid"', async () => {
    const causes = [{ field: 'spec.replicas', reason: 'FieldValueInvalid', message: 'negative' }];
    const details = { name: 'web', kind: 'Deployment', causes };
    const error = await patchFailure(
      statusReply(422, { reason: 'Invalid', message: 'web is invalid', details }),
    );
    assert.deepEqual([error.failure, error.message], ['invalid', 'web is invalid']);
  });

  it('of a JSON Patch by an admission webhook is "invalid"', async () => {
    const message = 'admission webhook "x" denied the request: no';
    assert.equal((await patchFailure(statusReply(422, { message }))).failure, 'invalid');
  });

  it('of anything but a patch is never "patch-test-failed"', async () => {
    assert.equal((await createFailure(UNAPPLIABLE)).failure, 'invalid');
  });

  it('does not show the whole object that the server quotes', async () => {
    const quoted = JSON.stringify(JSON.stringify({ spec: { password: 'hunter2' } }));
    const problem = 'strict decoding error: unknown field "bogus"';
    const error = await patchFailure(
      statusReply(422, {
        reason: 'Invalid',
        message: ` "" is invalid: patch: Invalid value: ${quoted}: ${problem}`,
        details: {
          causes: [{ field: 'patch', reason: 'FieldValueInvalid', message: `Invalid value: ${quoted}` }],
        },
      }),
    );
    assert.equal(error.message, `The change does not fit the object: ${problem}`);
    assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/);
  });

  for (const code of [400, 422]) {
    it(`of a Secret by ${code} names fields but quotes no value`, async () => {
      const { cluster } = await httpCluster(() =>
        statusReply(code, {
          reason: 'Invalid',
          message: 'Secret "s" is invalid: data[x]: Invalid value: "hunter2"',
          details: {
            name: 's',
            causes: [{ field: 'data[x]', reason: 'FieldValueInvalid', message: 'hunter2' }],
          },
        }),
      );
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'shop', name: 's' } };
      const error = await failureOf(cluster.create(SECRETS, secret), ClusterError);
      assert.equal(error.message, 'The server rejects the Secret as invalid: data[x] (FieldValueInvalid)');
      assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/);
    });
  }

  const POLICY = `ValidatingAdmissionPolicy 'secrets.example' with binding 'all' denied request`;
  const denials: readonly (readonly [string, number, string, string])[] = [
    ['an admission webhook', 400, '', 'admission webhook "secrets.example" denied the request'],
    ['an admission webhook by 403', 403, '', 'admission webhook "secrets.example" denied the request'],
    ['an admission policy', 422, 'secrets "s" is forbidden: ', POLICY],
  ];
  for (const [who, code, before, denial] of denials) {
    it(`of a Secret by ${who} names it, and quotes nothing of what it says`, async () => {
      const message = `${before}${denial}: hunter2 is no password`;
      const { cluster } = await httpCluster(() => statusReply(code, { message }));
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'shop', name: 's' } };
      const error = await failureOf(cluster.create(SECRETS, secret), ClusterError);
      assert.equal(error.message, denial);
      assert.match(error.nextStep ?? '', /policy/);
      assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/);
    });
  }

  it('of a Secret shows no denial that stands in what it quotes', async () => {
    const quoted = 'hunter2 admission webhook "x" denied the request';
    const { cluster } = await httpCluster(() =>
      statusReply(400, { message: `Secret "${quoted}" is invalid` }),
    );
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'shop', name: 's' } };
    const error = await failureOf(cluster.create(SECRETS, secret), ClusterError);
    assert.equal(error.message, 'The server rejects the Secret as invalid');
  });

  it('by a quota leads to the quota, as no role helps against it', async () => {
    const message =
      'pods "web" is forbidden: exceeded quota: tight, requested: pods=1, used: pods=3, limited: pods=3';
    const error = await createFailure(statusReply(403, { reason: 'Forbidden', message }));
    assert.deepEqual([error.failure, error.message], ['forbidden', message]);
    assert.match(error.nextStep ?? '', /^Increase or remove that quota/);
  });

  it('that is broken JSON of a Secret quotes nothing of it', async () => {
    const { cluster } = await httpCluster(() => ({ body: '{"data": hunter2' }));
    const error = await failureOf(cluster.get(SECRETS, { namespace: 'shop', name: 's' }), ClusterError);
    assert.equal(error.failure, 'server-error');
    assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/);
  });
});
