import assert from 'node:assert/strict';
import { imageUsage } from '../../../src/domain/inventory/image-usage.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { findReferences } from '../../../src/domain/verify/findings.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { pod } from '../../support/builders/pod.ts';
import { statefulSet } from '../../support/builders/workloads.ts';
import { fates, planOf } from '../plan/plan-of.ts';

const PROXY = 'docker.io/istio/proxyv2:1.27';

describe('a placeholder that an injector fills', () => {
  const owner = statefulSet({
    name: 'gateway',
    containers: { 'istio-proxy': 'auto', app: 'old.example/app:1' },
  });
  const running = pod({ owner, containers: { 'istio-proxy': PROXY, app: 'old.example/app:1' } });

  it('is listed by the image that its pods have', () => {
    const { items } = imageUsage(inventoryOf([owner, running]));
    assert.deepEqual(
      items.map(({ image, users }) => [image, users.map(({ name, injected }) => [name, injected])]),
      [
        [PROXY, [['istio-proxy', true]]],
        ['old.example/app:1', [['app', undefined]]],
      ],
    );
  });

  it('is no image of Docker Hub, and in the way of no other image', () => {
    const mapping = { from: ['docker.io', 'old.example'] };
    const source = { 'old.example/app:1': `sha256:${'a'.repeat(64)}` };
    const plan = planOf([owner, running], { mapping, source });
    assert.deepEqual(fates(plan), { gateway: 'new.example/app:1' });
    assert.deepEqual(
      plan.copies.map(({ target }) => target),
      ['new.example/app:1'],
    );
  });

  it('counts for verify as what the pods run', () => {
    const found = findReferences(inventoryOf([owner, running]), namedSources(['docker.io']), false);
    assert.deepEqual(
      found.map(({ kind, references }) => [kind, references]),
      [['pod', [PROXY]]],
    );
  });
});
