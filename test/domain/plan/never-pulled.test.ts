import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { TAG } from './shop-web.ts';

const IMAGE = 'old.example/shop/web:1';

/** A Deployment whose pods are to be made as told. */
function made(spec: Readonly<Record<string, unknown>>): KubernetesObject {
  return deployment({ name: 'main', spec: { template: { spec } } });
}

function container(image: string, imagePullPolicy: string): object {
  return { name: 'app', image, imagePullPolicy };
}

describe('buildPlan: images that no node pulls', () => {
  const source = { [IMAGE]: TAG };

  it('stay, as they are on their nodes under their present name alone', () => {
    for (const spec of [
      { containers: [container(IMAGE, 'Never')] },
      {
        containers: [container('elsewhere.example/x:1', 'Always')],
        initContainers: [container(IMAGE, 'Never')],
      },
      {
        containers: [container('elsewhere.example/x:1', 'Always')],
        volumes: [{ name: 'data', image: { reference: IMAGE, pullPolicy: 'Never' } }],
      },
    ]) {
      const plan = planOf([made(spec)], { source });
      assert.deepEqual(fates(plan), { main: 'never-pulled' });
      assert.match(plan.leftAlone[0]?.reason ?? '', /its pull policy is Never/);
    }
  });

  it('hold back nothing where they are of another registry', () => {
    const containers = [
      { ...container(IMAGE, 'IfNotPresent'), name: 'web' },
      container('elsewhere.example/x:1', 'Never'),
    ];
    const plan = planOf([made({ containers })], { source });
    assert.deepEqual(fates(plan), { main: 'new.example/shop/web:1' });
  });
});
