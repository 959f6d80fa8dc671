import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import { cronJob, deployment, job, statefulSet } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { at, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';

const REFUSED = 'refused: old.example wants a login';
const source = { [SOURCE]: TAG, [at(TAG)]: TAG };

/** In a namespace of its own, with nothing that opens the image of shop/web. */
const evil = (object: typeof deployment, shape: object = {}): KubernetesObject =>
  object({ namespace: 'evil', name: 'evil', image: SOURCE, ...shape });

describe('buildPlan: whom the source does not let have an image', () => {
  it('is left alone with the reason and the ways out, beside others who get the image', () => {
    const plan = planOf([deployment({ image: SOURCE }), evil(deployment)], {
      source,
      own: { evil: REFUSED },
    });
    assert.deepEqual(fates(plan), { web: TARGET, evil: 'closed' });
    assert.deepEqual(
      plan.copies.map(({ target, usedBy }) => [target, usedBy]),
      [[TARGET, 1]],
    );
    assert.equal(
      plan.leftAlone[0]?.reason,
      `none of its logins can pull ${SOURCE} from the source (old.example wants a login): give it a pull Secret that can, or move it anyway with --open evil/deployment.apps/evil`,
    );
  });

  it('gets it by no other way than its own: nothing is copied for it alone', () => {
    const plan = planOf([evil(deployment)], { source, own: { evil: REFUSED } });
    assert.deepEqual([fates(plan), plan.copies], [{ evil: 'closed' }, []]);
  });

  it('gets nothing either that is already at the target, because of somebody else', () => {
    const plan = planOf([evil(deployment)], { source, target: { [TARGET]: TAG }, own: { evil: REFUSED } });
    assert.deepEqual([fates(plan), plan.copies], [{ evil: 'closed' }, []]);
  });

  it('is told so although nobody could tell the digest', () => {
    const plan = planOf([evil(deployment)], { source: { [SOURCE]: REFUSED }, own: { evil: REFUSED } });
    assert.deepEqual(fates(plan), { evil: 'closed' });
  });

  it('is left alone where the source could not be reached, with that reason', () => {
    const own = { evil: 'old.example does not answer' };
    const plan = planOf([deployment({ image: SOURCE }), evil(deployment)], { source, own });
    assert.match(plan.leftAlone[0]?.reason ?? '', /\(old\.example does not answer\)/);
  });

  const without: readonly [string, KubernetesObject][] = [
    ['a CronJob that never ran', evil(cronJob)],
    ['no replicas', evil(deployment, { replicas: 0 })],
    ['an init container', evil(deployment, { image: 'else.example/x:1', initContainers: { init: SOURCE } })],
    ['an image volume', evil(deployment, { image: 'else.example/x:1', imageVolumes: { data: SOURCE } })],
    ['a digest', evil(deployment, { image: `${SOURCE}@${TAG}` })],
    ['a custom resource without pods', prometheus({ namespace: 'evil', name: 'evil', image: SOURCE })],
  ];
  for (const [what, object] of without) {
    it(`is left alone with ${what}`, () => {
      const plan = planOf([object], {
        source: { ...source, [`${SOURCE}@${TAG}`]: TAG },
        own: { evil: REFUSED },
      });
      assert.deepEqual(fates(plan), { evil: 'closed' });
    });
  }

  it('has nothing copied for its Job, which stays as it is', () => {
    const plan = planOf([evil(job)], { source, own: { evil: REFUSED } });
    assert.deepEqual([fates(plan), plan.copies], [{ evil: 'immutable' }, []]);
  });

  it('gets it when the operator opens it by name', () => {
    const plan = planOf([evil(deployment)], { source, own: { evil: REFUSED }, open: ['evil'] });
    assert.deepEqual(fates(plan), { evil: TARGET });
  });
});

describe('buildPlan: whose pods run an image', () => {
  const own = { web: REFUSED };

  it('has it, by whatever login its nodes have', () => {
    const objects = running({ image: SOURCE }, [`old.example/shop/web@${RUNNING}`]);
    const plan = planOf(objects, { source: { ...source, [at(RUNNING)]: RUNNING }, own });
    assert.deepEqual(fates(plan), { web: TARGET });
  });

  it('has it also when they have run to their end', () => {
    const owner = cronJob({ name: 'web', image: SOURCE });
    const done = job({ name: 'web-1', image: SOURCE, owner });
    const ran = pod({
      name: 'web-1-x',
      image: SOURCE,
      owner: done,
      phase: 'Succeeded',
      imageIds: { app: `old.example/shop/web@${TAG}` },
    });
    assert.equal(fates(planOf([owner, done, ran], { source, own })).web, TARGET);
  });

  it('has that very digest, and no other that the tag says by now', () => {
    const objects = running({ image: SOURCE }, [`old.example/shop/web@${RUNNING}`]);
    const plan = planOf(objects, { source: { ...source, [at(RUNNING)]: RUNNING }, own, drift: 'tag' });
    assert.deepEqual(fates(plan), { web: 'closed' });
  });

  it('has what it pins', () => {
    const image = `${SOURCE}@${TAG}`;
    const objects = running({ image }, [at(TAG)]);
    assert.deepEqual(fates(planOf(objects, { source: { ...source, [image]: TAG }, own })), {
      web: `${TARGET}@${TAG}`,
    });
  });

  it('has nothing by naming a digest while it reports another one', () => {
    const image = `${SOURCE}@${TAG}`;
    const objects = running({ image }, [at(RUNNING)]);
    assert.deepEqual(fates(planOf(objects, { source: { ...source, [image]: TAG }, own })), { web: 'closed' });
  });

  it('has nothing by what ran before, under a name that it waits for', () => {
    const owner = statefulSet({ name: 'web', image: SOURCE });
    const waits = pod({
      name: 'web-0',
      image: SOURCE,
      owner,
      imageIds: { app: at(TAG) },
      waiting: { app: 'ImagePullBackOff' },
    });
    assert.deepEqual(fates(planOf([owner, waits], { source, own })), { web: 'closed' });
  });

  it('is told by its own pods alone: those of other namespaces that name it as their owner do not count', () => {
    const owner = statefulSet({ name: 'web', image: SOURCE });
    const theirs = pod({
      namespace: 'evil',
      name: 'web-0',
      image: SOURCE,
      owner,
      imageIds: { app: `old.example/shop/web@${RUNNING}` },
    });
    const plan = planOf([owner, theirs], { source: { ...source, [at(RUNNING)]: RUNNING } });
    assert.deepEqual(
      plan.copies.map(({ digest }) => digest),
      [TAG],
    );
  });
});
