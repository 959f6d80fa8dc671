import assert from 'node:assert/strict';
import { JOBS, PODS, RESOURCE_QUOTAS, SECRETS } from '../../../../src/sandbox/objects/api-resources.ts';
import { quotaUsage } from '../../../../src/sandbox/objects/admission/resource-quota.ts';
import type { KeptObjects } from '../../../../src/sandbox/objects/kept-objects.ts';
import { jobDraft, named, podDraft, refusal, someObjects } from '../some-objects.ts';

describe('ResourceQuota', () => {
  function objectsWith(hard: Readonly<Record<string, string>>): KeptObjects {
    const objects = someObjects();
    objects.create(RESOURCE_QUOTAS, { metadata: named('limits'), spec: { hard } });
    return objects;
  }

  it('refuses the pod that is one too many', () => {
    const objects = objectsWith({ pods: '1', 'count/pods': '1', secrets: '0' });
    objects.create(PODS, podDraft('a'));
    const { code, message } = refusal(() => objects.create(PODS, podDraft('b')));
    const amounts = 'requested: count/pods=1,pods=1, used: count/pods=1,pods=1, limited: count/pods=1,pods=1';
    assert.deepEqual([code, message], [403, `pods "b" is forbidden: exceeded quota: limits, ${amounts}`]);
  });

  it('does not count pods that have ended', () => {
    const objects = objectsWith({ pods: '1' });
    objects.create(PODS, podDraft('a'));
    objects.updateStatus(PODS, named('a'), (pod) => ({
      ...pod,
      status: { ...pod.status, phase: 'Succeeded' },
    }));
    assert.equal(objects.create(PODS, podDraft('b')).metadata.name, 'b');
  });

  it('counts other kinds by their names', () => {
    const objects = objectsWith({ secrets: '0', 'count/jobs.batch': '0', 'count/deployments.apps': '0' });
    assert.match(
      refusal(() => objects.create(SECRETS, { metadata: named('a') })).message,
      /limited: secrets=0$/,
    );
    assert.match(
      refusal(() => objects.create(JOBS, jobDraft('a'))).message,
      /limited: count\/jobs\.batch=0$/,
    );
    assert.equal(objects.create(PODS, podDraft('b')).metadata.name, 'b');
  });

  describe('of cpu and memory', () => {
    const needing = (requests: object, limits: object = {}) => ({
      containers: [{ name: 'app', image: 'app', resources: { requests, limits } }],
    });

    it('refuses pods that ask for too much together', () => {
      const objects = objectsWith({ 'requests.cpu': '1', 'limits.memory': '1Gi' });
      objects.create(PODS, podDraft('a', needing({ cpu: '600m' }, { memory: '512Mi' })));
      const { message } = refusal(() =>
        objects.create(PODS, podDraft('b', needing({ cpu: '500m' }, { memory: '1Mi' }))),
      );
      const amounts = 'requested: requests.cpu=500m, used: requests.cpu=600m, limited: requests.cpu=1';
      assert.equal(message, `pods "b" is forbidden: exceeded quota: limits, ${amounts}`);
    });

    it('refuses pods that do not say what they need', () => {
      const objects = objectsWith({ cpu: '1', 'limits.memory': '1Gi' });
      const { message } = refusal(() => objects.create(PODS, podDraft('a')));
      assert.equal(
        message,
        'pods "a" is forbidden: failed quota: limits: must specify cpu for: app; limits.memory for: app',
      );
    });

    it('is told as it is used', () => {
      const objects = objectsWith({
        'requests.cpu': '2',
        'limits.memory': '1Gi',
        pods: '5',
        secrets: '3',
        unknown: '1',
      });
      objects.create(PODS, podDraft('a', needing({ cpu: '600m' }, { memory: '512Mi' })));
      objects.create(PODS, podDraft('b', needing({ cpu: '400m' }, { memory: '128Mi' })));
      const quota = objects.get(RESOURCE_QUOTAS, named('limits'));
      assert.ok(quota !== undefined);
      assert.deepEqual(quotaUsage(quota, objects), {
        ...{ 'requests.cpu': '1', 'limits.memory': '640Mi', pods: '2', secrets: '0' },
      });
    });
  });
});
