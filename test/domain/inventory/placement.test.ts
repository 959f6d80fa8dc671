import assert from 'node:assert/strict';
import { formatPlatform } from '../../../src/domain/image/platform.ts';
import { type NodeUse, placementOf, platformsFor } from '../../../src/domain/inventory/placement.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { deployment } from '../../support/builders/workloads.ts';

function node(architecture: string, more: Partial<NodeUse> = {}): NodeUse {
  const platform = { os: 'linux', architecture };
  const labels = { 'kubernetes.io/arch': architecture, rack: '7', ...more.labels };
  return { name: architecture, platform, taints: [], ...more, labels };
}

const NODES = [node('amd64'), node('arm64')];
const DEDICATED = { key: 'dedicated', value: 'arm', effect: 'NoSchedule' };

function affinity(key: string, operator: string, ...values: readonly string[]): object {
  const nodeSelectorTerms = [{ matchExpressions: [{ key, operator, values }] }];
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  };
}

describe('the platforms of the nodes that a workload may be put on', () => {
  const cases: readonly [string, object, readonly NodeUse[], string][] = [
    ['all, where it asks for nothing', {}, NODES, 'amd64 arm64'],
    ['those that its selector finds', { nodeSelector: { 'kubernetes.io/arch': 'amd64' } }, NODES, 'amd64'],
    ['that of the node that it names', { nodeName: 'arm64' }, NODES, 'arm64'],
    ['those of its system', { os: { name: 'windows' } }, NODES, ''],
    ['those with a value', affinity('kubernetes.io/arch', 'In', 'amd64', 's390x'), NODES, 'amd64'],
    ['those without a value', affinity('kubernetes.io/arch', 'NotIn', 'amd64'), NODES, 'arm64'],
    [
      'those with a label',
      affinity('gpu', 'Exists'),
      [node('arm64'), node('amd64', { labels: { gpu: '' } })],
      'amd64',
    ],
    ['those without a label', affinity('kubernetes.io/arch', 'DoesNotExist'), NODES, ''],
    ['those above a number', affinity('rack', 'Gt', '6'), NODES, 'amd64 arm64'],
    ['those below a number', affinity('rack', 'Lt', '7'), NODES, ''],
    ['those without a taint', {}, [node('amd64'), node('arm64', { taints: [DEDICATED] })], 'amd64'],
    [
      'those whose taints it tolerates',
      { tolerations: [{ key: 'dedicated', operator: 'Exists' }] },
      [node('amd64'), node('arm64', { taints: [DEDICATED] })],
      'amd64 arm64',
    ],
    [
      'those that are only not ready',
      {},
      [node('arm64', { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] })],
      'arm64',
    ],
  ];
  for (const [name, asked, nodes, expected] of cases) {
    it(`are ${name}`, () => {
      const { spec } = deployment() as unknown as {
        readonly spec: { readonly template: { readonly spec: object } };
      };
      const template = { spec: { ...spec.template.spec, ...asked } };
      const placement = placementOf(deployment({ spec: { template } }));
      const platforms = platformsFor(placement, nodes).map(formatPlatform);
      assert.deepEqual(platforms.join(' '), expected.replaceAll(/(\w+)/g, 'linux/$1'));
    });
  }

  it('are all for a custom resource: its operator decides', () => {
    assert.equal(platformsFor(placementOf(prometheus()), NODES).length, 2);
  });
});
