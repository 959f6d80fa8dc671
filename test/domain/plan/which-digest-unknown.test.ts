import assert from 'node:assert/strict';
import { pod } from '../../support/builders/pod.ts';
import { statefulSet } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { at, OTHER, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: what runs that nobody can tell', () => {
  const unknown = running({ name: 'docker' }, [TAG, `docker://${OTHER}`]);
  const other = running({ name: 'web', namespace: 'bank' }, [at(TAG)]);
  const says = `${SOURCE}: the digest that 2 pods run is unknown`;

  it('is moved to what the tag says, and the plan says so', () => {
    const plan = planOf([...unknown, ...other], { source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { docker: TARGET, web: TARGET });
    assert.equal(plan.warnings[0], `${says} (StatefulSet shop/docker), ${TAG} is copied`);
  });

  it('is left alone for a user who refuses drift, and holds nobody else up', () => {
    const plan = planOf([...unknown, ...other], { drift: 'refuse', source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { docker: 'drift', web: TARGET });
    assert.equal(plan.leftAlone[0]?.reason, `${says}, which --drift refuse does not allow`);
    assert.deepEqual(
      plan.copies.map(({ usedBy }) => usedBy),
      [1],
    );
  });

  it('is not even copied where nobody else needs it', () => {
    const plan = planOf(unknown, { drift: 'refuse', source: { [SOURCE]: TAG } });
    assert.deepEqual([plan.copies, plan.warnings], [[], []]);
  });

  it('is told where nobody can tell either what its tag points to', () => {
    const plan = planOf([...unknown, ...other], { source: { [SOURCE]: 'it is down' } });
    assert.deepEqual(fates(plan), { docker: 'drift', web: TARGET });
    assert.match(plan.leftAlone[0]?.reason ?? '', /unknown and the digest of its tag is unknown/);
  });

  it('does not matter for what is pinned by digest', () => {
    const pinned = running({ image: `${SOURCE}@${TAG}` }, [TAG]);
    const plan = planOf(pinned, { drift: 'refuse', source: { [`${SOURCE}@${TAG}`]: TAG, [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { web: `${TARGET}@${TAG}` });
    assert.doesNotMatch(plan.warnings.join(), /not known/);
  });

  it('is told of images that are mounted as volumes', () => {
    const owner = statefulSet({ imageVolumes: { models: SOURCE }, image: 'else.example/x:1' });
    const mounting = pod({ owner, imageVolumes: { models: SOURCE }, image: 'else.example/x:1' });
    const plan = planOf([owner, mounting], { source: { [SOURCE]: TAG } });
    assert.match(plan.warnings.join(), /^old\.example.*the digest that 1 pod runs is unknown/);
  });

  it('counts where pods were made to say something else: drift is seen', () => {
    const owner = statefulSet({ image: SOURCE, status: { updateRevision: 'web-2' } });
    const labels = { 'controller-revision-hash': 'web-2' };
    const said = { image: 'mirror.example/web:1', imageIds: { app: `mirror.example/web@${RUNNING}` } };
    const plan = planOf([owner, pod({ owner, labels, ...said })], {
      source: { [SOURCE]: TAG, [`${SOURCE}@${RUNNING}`]: RUNNING },
    });
    assert.deepEqual(
      plan.drift.map(({ decided, tag }) => [decided, tag]),
      [[RUNNING, TAG]],
    );
  });
});
