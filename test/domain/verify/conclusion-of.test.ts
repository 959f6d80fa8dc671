import assert from 'node:assert/strict';
import { DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { conclusionOf, type Finding } from '../../../src/domain/verify/findings.ts';

describe('conclusionOf', () => {
  const one: Finding = {
    kind: 'template',
    object: { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' },
    references: ['old.example/a:1'],
    counted: true,
  };
  const cases: readonly [string, Parameters<typeof conclusionOf>[0], string][] = [
    [
      'is an all-clear where all was seen',
      { findings: [], unseen: [] },
      'Nothing refers to the source any more',
    ],
    [
      'is an all-clear of the whole cluster where nothing was left out',
      { findings: [], unseen: [], scope: { namespaces: [], excludeNamespaces: [] } },
      'Nothing refers to the source any more',
    ],
    [
      'is one of the scope alone where that is narrower',
      {
        findings: [],
        unseen: [],
        scope: { namespaces: ['shop', 'pay-*'], excludeNamespaces: ['pay-x'], labelSelector: 'team=a' },
      },
      'Nothing in namespaces shop, pay-* outside namespace pay-x with labels team=a refers to the source any more',
    ],
    [
      'is none about what was not',
      { findings: [{ ...one, counted: false }], unseen: ['pull Secrets', 'service accounts'] },
      'No workload refers to the source any more; not searched: pull Secrets, service accounts',
    ],
    [
      'counts what was found',
      { findings: [one], unseen: ['pull Secrets'] },
      '1 reference to the source remains',
    ],
  ];
  for (const [name, findings, expected] of cases) {
    it(name, () => {
      assert.equal(conclusionOf(findings), expected);
    });
  }
});
