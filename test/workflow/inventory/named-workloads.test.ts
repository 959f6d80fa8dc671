import assert from 'node:assert/strict';
import { isMeant, parseWorkloadName } from '../../../src/domain/workload-kinds/workload-name.ts';
import type { Resource } from '../../../src/domain/kubernetes/resource.ts';
import { withKinds } from '../../../src/workflow/inventory/named-workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const GADGET: Resource = {
  ...{ group: 'a.example', version: 'v1', plural: 'gadgets', kind: 'Gadget', namespaced: true },
};
const OTHER: Resource = { ...GADGET, group: 'b.example' };

describe('withKinds', () => {
  for (const [text, means] of [
    ['shop/gadget/g', [GADGET, OTHER]],
    ['shop/gadgets/g', [GADGET, OTHER]],
    ['shop/gadget.b.example/g', [OTHER]],
    ['shop/gd/g', [GADGET]],
  ] as const) {
    it(`lets ${text} stand for each group that has such a kind`, async () => {
      const cluster = new InMemoryCluster([]);
      cluster.findResource = async (name) => Promise.resolve(name.endsWith('b.example') ? OTHER : GADGET);
      const name = parseWorkloadName(text);
      assert.ok(name);
      const [known] = await withKinds(cluster, [name], new AbortController().signal);
      assert.ok(known);
      const meant = [GADGET, OTHER].filter((resource) =>
        isMeant({ resource, namespace: 'shop', name: 'g' }, known),
      );
      assert.deepEqual(meant, means);
    });
  }
});
