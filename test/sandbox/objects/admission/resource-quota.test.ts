import assert from 'node:assert/strict';
import { JOBS, PODS, RESOURCE_QUOTAS, SECRETS } from '../../../../src/sandbox/objects/api-resources.ts';
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
});
