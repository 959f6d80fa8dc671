import assert from 'node:assert/strict';
import { customImageFields } from '../../../src/domain/inventory/custom-images.ts';
import { customWorkload } from '../../../src/domain/inventory/workload.ts';
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
      'Prometheus shop/main: its operator decides about pull Secrets: make sure that its pods can pull from the target',
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
        /refers to the source and is templated, which this tool cannot move/,
      );
      assert.deepEqual(plan.warnings, []);
    });
  }

  it('leaves templated images of others alone, as it always did', () => {
    const plan = planOf([prometheus({ image: 'other.example/prom:$(v)' })]);
    assert.deepEqual([plan.leftAlone, plan.warnings.length], [[], 1]);
  });

  describe('that split an image over fields', () => {
    const paths = '{.spec.image.repository}:{.spec.image.tag}';
    const split = (own: object, path = paths): ReturnType<typeof planOf> => {
      const owner = { ...prometheus({ name: 'main' }), spec: { image: own } };
      const images = customImageFields(owner, [path]);
      const workload = customWorkload(PROMETHEUSES, owner, images);
      return planOf([], {
        inventory: { workloads: [workload] },
        source: { 'old.example/prom/prometheus:3': TAG },
        ...(own === PINNED_OUT ? { pin: { policy: 'always', isShared: false } } : {}),
      });
    };
    const PINNED_OUT = { repository: 'old.example/prom/prometheus', tag: '3' };

    it('are moved as if it stood in one', () => {
      const plan = split({ repository: 'old.example/prom/prometheus', tag: '3' });
      assert.deepEqual(fates(plan), { main: 'new.example/prom/prometheus:3' });
    });

    it('are left alone where the registry is a field that was not named, with what to type', () => {
      const plan = split({ registry: 'old.example', repository: 'prom/prometheus', tag: '3' });
      assert.deepEqual(fates(plan), { main: 'unwritable' });
      assert.match(
        plan.leftAlone[0]?.reason ?? '',
        /\{\.spec\.image\.registry\} .*was not given: give it too, e.g. --image-path 'prometheuses\.monitoring\.coreos\.com=\{\.spec\.image\.registry\}\/\{\.spec\.image\.repository\}:\{\.spec\.image\.tag\}'/,
      );
    });

    it('are left alone where a digest would have to be added and has no field', () => {
      const plan = split(PINNED_OUT);
      assert.deepEqual(fates(plan), { main: 'unwritable' });
      assert.match(plan.leftAlone[0]?.reason ?? '', /no field for its digest: give one/);
    });

    it('are left alone where the field of the tag is empty', () => {
      const plan = split({ repository: 'old.example/prom/prometheus', tag: '' });
      assert.deepEqual(fates(plan), { main: 'untagged' });
    });
  });

  it('takes no image without tag and digest for latest, and says how to name the field of its tag', () => {
    const bare = 'old.example/prom/prometheus';
    const plan = planOf([prometheus({ name: 'main', image: bare })], { source: { [`${bare}:latest`]: TAG } });
    assert.deepEqual(fates(plan), { main: 'untagged' });
    assert.deepEqual(plan.leftAlone[0]?.images, [bare]);
    assert.equal(
      plan.leftAlone[0].reason,
      `${bare} refers to the source and has no tag and no digest, which may not mean latest here: give the field of its tag too, e.g. --image-path 'prometheuses.monitoring.coreos.com={.spec.image}:{.spec.tag}'`,
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
