import assert from 'node:assert/strict';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';
import { statefulSet } from '../../support/builders/workloads.ts';
import { fates, LOGIN, planOf } from './plan-of.ts';
import { OTHER, RUNNING, TAG } from './shop-web.ts';

describe('buildPlan: custom resources', () => {
  const image = 'old.example/prom/prometheus:3';
  const owner = prometheus({ name: 'main', image });

  it('changes the custom resource and not what its operator makes of it', () => {
    const made = statefulSet({ name: 'prometheus-main', image, owner });
    const objects = [
      owner,
      made,
      pod({ name: 'p-0', image, owner: made, imageIds: { app: `x/y@${RUNNING}` } }),
    ];
    const plan = planOf(objects, { source: { [image]: TAG, [`${image}@${RUNNING}`]: RUNNING } });
    assert.deepEqual(fates(plan), { main: 'new.example/prom/prometheus:3' });
    assert.deepEqual(plan.changes[0]?.workload.resource, PROMETHEUSES);
    assert.equal(plan.copies[0]?.digest, RUNNING);
  });

  it('warns that the operator decides about pull Secrets', () => {
    const plan = planOf([owner], {
      source: { [image]: TAG },
      pullSecrets: { logins: [LOGIN] },
    });
    assert.deepEqual(plan.changes[0]?.addPullSecrets, []);
    assert.deepEqual(plan.warnings, [
      'Prometheus shop/main: its operator decides about pull Secrets: see that its pods can pull from the target',
    ]);
  });

  it('moves an image after the way of its transport, which is no part of it', () => {
    const plan = planOf([prometheus({ name: 'main', image: `docker://${image}` })], {
      source: { [image]: TAG },
    });
    const [change] = plan.changes[0]?.images ?? [];
    assert.deepEqual([change?.from, change?.to], [image, 'new.example/prom/prometheus:3']);
  });

  for (const version of ['$(params.v)', '${X}', '{{ .v }}']) {
    it(`counts what ends in ${version}, and says that it is templated`, () => {
      const text = `old.example/prom/prometheus:${version}`;
      const plan = planOf([prometheus({ name: 'main', image: text })]);
      assert.deepEqual(fates(plan), { main: 'templated' });
      assert.deepEqual(plan.leftAlone[0]?.images, [text]);
      assert.match(
        plan.leftAlone[0].reason,
        /refers to the source and cannot be moved by this tool: templated/,
      );
      assert.deepEqual(plan.warnings, []);
    });
  }

  it('leaves templated images of others alone, as it always did', () => {
    const plan = planOf([prometheus({ image: 'other.example/prom:$(v)' })]);
    assert.deepEqual([plan.leftAlone, plan.warnings.length], [[], 1]);
  });

  it('takes no image without tag and digest for latest, and says how to name the field of its tag', () => {
    const bare = 'old.example/prom/prometheus';
    const plan = planOf([prometheus({ name: 'main', image: bare })], { source: { [`${bare}:latest`]: TAG } });
    assert.deepEqual(fates(plan), { main: 'untagged' });
    assert.deepEqual(plan.leftAlone[0]?.images, [bare]);
    assert.equal(
      plan.leftAlone[0].reason,
      `${bare} refers to the source and has no tag and no digest, which need not mean latest here: name the field of its tag too, as in --image-path 'prometheuses.monitoring.coreos.com={.spec.image}:{.spec.tag}'`,
    );
    assert.deepEqual(plan.copies, []);
  });

  it('leaves what is no source alone without a word, tag or not', () => {
    const plan = planOf([prometheus({ image: 'other.example/prom' })]);
    assert.deepEqual([plan.leftAlone, plan.warnings], [[], []]);
  });

  it('leaves a sidecar alone that only the operator can change', () => {
    const made = statefulSet({ name: 'made', containers: { app: image, own: 'old.example/side:1' }, owner });
    const other = statefulSet({ name: 'other', image: 'old.example/side:1', owner });
    const plan = planOf([owner, made, other], { source: { [image]: TAG, 'old.example/side:1': OTHER } });
    assert.deepEqual(fates(plan), { main: 'new.example/prom/prometheus:3', other: 'controlled' });
  });
});
