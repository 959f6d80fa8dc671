import assert from 'node:assert/strict';
import { describeManager, type Manager, managersOf, reverts } from '../../../src/domain/inventory/manager.ts';
import type { ObjectShape } from '../../support/builders/object.ts';
import { stranger } from '../../support/builders/custom-resource.ts';
import { deployment, replicaSet } from '../../support/builders/workloads.ts';

const HELM = { 'app.kubernetes.io/managed-by': 'Helm' };

describe('managersOf', () => {
  const cases: readonly [name: string, shape: ObjectShape, managers: readonly Manager[]][] = [
    ['nobody', {}, []],
    [
      'a Helm release',
      {
        labels: HELM,
        annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
      },
      [{ kind: 'helm', name: 'shop/web' }],
    ],
    [
      'a Helm release of unknown namespace',
      { labels: HELM, annotations: { 'meta.helm.sh/release-name': 'web' } },
      [{ kind: 'helm', name: 'web' }],
    ],
    ['no Helm release for a label alone', { labels: HELM }, []],
    ['no Helm release for annotations alone', { annotations: { 'meta.helm.sh/release-name': 'web' } }, []],
    [
      'Argo CD by its tracking id',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'app:apps/Deployment:shop/web' } },
      [{ kind: 'argocd', name: 'app' }],
    ],
    [
      'Argo CD by its label',
      { labels: { 'argocd.argoproj.io/instance': 'app' } },
      [{ kind: 'argocd', name: 'app' }],
    ],
    [
      'a kustomization of Flux',
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      [{ kind: 'flux', name: 'flux-system/apps' }],
    ],
    [
      'a Helm release of Flux',
      { labels: { 'helm.toolkit.fluxcd.io/name': 'web' } },
      [{ kind: 'flux', name: 'web' }],
    ],
    ['OLM', { labels: { 'olm.owner': 'etcd.v1' } }, [{ kind: 'olm', name: 'etcd.v1' }]],
    ['an operator', { owner: stranger() }, [{ kind: 'operator', name: 'Rollout/canary' }]],
    ['no operator for a built-in owner', { owner: replicaSet() }, []],
    [
      'no operator for an owner of the core group',
      { owner: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', uid: 'n' } } },
      [],
    ],
    [
      'several at once',
      {
        labels: { ...HELM, 'argocd.argoproj.io/instance': 'app' },
        annotations: { 'meta.helm.sh/release-name': 'web' },
      },
      [
        { kind: 'helm', name: 'web' },
        { kind: 'argocd', name: 'app' },
      ],
    ],
  ];
  for (const [name, shape, managers] of cases) {
    it(`recognises ${name}`, () => {
      assert.deepEqual(managersOf(deployment(shape)), managers);
    });
  }

  it('does not take an owner for a controller', () => {
    const owned = deployment({ owner: stranger() });
    const ownerReferences = owned.metadata.ownerReferences?.map((owner) => ({ ...owner, controller: false }));
    assert.deepEqual(
      managersOf({ ...owned, metadata: { ...owned.metadata, ...(ownerReferences && { ownerReferences }) } }),
      [],
    );
  });
});

describe('reverts', () => {
  it('is true of all but Helm, which writes only when it is told to', () => {
    const kinds = ['helm', 'argocd', 'flux', 'olm', 'operator'] as const;
    assert.deepEqual(
      kinds.filter((kind) => reverts({ kind, name: 'x' })),
      ['argocd', 'flux', 'olm', 'operator'],
    );
  });
});

describe('describeManager', () => {
  it('reads in a sentence', () => {
    assert.equal(describeManager({ kind: 'helm', name: 'shop/web' }), 'Helm release shop/web');
  });
});
