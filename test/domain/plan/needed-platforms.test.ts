import assert from 'node:assert/strict';
import { formatPlatform } from '../../../src/domain/image/platform.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { planOf } from './plan-of.ts';
import { SOURCE, TAG } from './shop-web.ts';

const NODES = ['amd64', 'arm64'].map((architecture) => ({
  name: architecture,
  platform: { os: 'linux', architecture },
  labels: { arch: architecture },
  taints: [],
}));

/** A workload that may run on nodes with these labels only. */
function on(name: string, nodeSelector: object): KubernetesObject {
  const containers = [{ name: 'app', image: SOURCE }];
  return deployment({ name, spec: { template: { spec: { containers, nodeSelector } } } });
}

describe('buildPlan: the platforms that an image is needed for', () => {
  const amd = on('amd', { arch: 'amd64' });
  const cases: readonly [string, readonly KubernetesObject[], string | undefined][] = [
    ['those of all nodes', [on('any', {})], undefined],
    ['those of the nodes that can run what uses it', [amd], 'linux/amd64'],
    ['those of all users together', [amd, on('arm', { arch: 'arm64' })], undefined],
    ['unknown, where no node can run one of its users yet', [amd, on('none', { arch: 's390x' })], ''],
  ];
  for (const [name, objects, expected] of cases) {
    it(`are ${name}`, () => {
      const platforms = NODES.map(({ platform }) => platform);
      const plan = planOf(objects, { source: { [SOURCE]: TAG }, inventory: { nodes: NODES, platforms } });
      assert.equal(plan.copies[0]?.platforms?.map(formatPlatform).join(' '), expected);
    });
  }
});
