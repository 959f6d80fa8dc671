import assert from 'node:assert/strict';
import { type Manager, managersOf } from '../../../src/domain/inventory/manager.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
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
      'a Helm release with an unknown namespace',
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
    [
      'Config Sync',
      {
        annotations: {
          'configmanagement.gke.io/managed': 'enabled',
          'configsync.gke.io/resource-id': 'apps_deployment_shop_web',
        },
      },
      [{ kind: 'configsync', name: 'apps_deployment_shop_web' }],
    ],
    [
      'nobody where Config Sync was told to leave it',
      { annotations: { 'configmanagement.gke.io/managed': 'disabled' } },
      [],
    ],
    [
      'kapp',
      { labels: { 'kapp.k14s.io/app': '1637859835366892605' } },
      [{ kind: 'kapp', name: '1637859835366892605' }],
    ],
    [
      'an add-on of k3s',
      {
        annotations: {
          'objectset.rio.cattle.io/owner-gvk': 'k3s.cattle.io/v1, Kind=Addon',
          'objectset.rio.cattle.io/owner-namespace': 'kube-system',
          'objectset.rio.cattle.io/owner-name': 'coredns',
        },
      },
      [{ kind: 'k3s', name: 'kube-system/coredns' }],
    ],
    [
      'an object of Rancher',
      {
        annotations: {
          'objectset.rio.cattle.io/owner-gvk': 'management.cattle.io/v3, Kind=Cluster',
          'objectset.rio.cattle.io/owner-name': 'local',
        },
      },
      [{ kind: 'rancher', name: 'local' }],
    ],
    [
      'a Fleet bundle',
      { labels: { 'fleet.cattle.io/managed': 'gitrepo/ws/web' } },
      [{ kind: 'fleet', name: 'gitrepo/ws/web' }],
    ],
    [
      'a component of OpenShift',
      { annotations: { 'include.release.openshift.io/ibm-cloud-managed': 'true' } },
      [{ kind: 'openshift', name: 'include.release.openshift.io/ibm-cloud-managed' }],
    ],
    [
      'an operand of OpenShift',
      { annotations: { 'operator.openshift.io/spec-hash': '0a1b' } },
      [{ kind: 'openshift', name: 'operator.openshift.io/spec-hash' }],
    ],
    [
      'a module of Deckhouse',
      { labels: { heritage: 'deckhouse', module: 'monitoring' } },
      [{ kind: 'deckhouse', name: 'monitoring' }],
    ],
    ['no Deckhouse for the heritage of others', { labels: { heritage: 'Helm' } }, []],
    [
      'the addon-manager',
      { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } },
      [{ kind: 'addons', name: 'the addon-manager' }],
    ],
    [
      'nobody where the addon-manager only creates',
      { labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' } },
      [],
    ],
    [
      'an add-on of AKS',
      { labels: { 'kubernetes.azure.com/managedby': 'aks' } },
      [{ kind: 'addons', name: 'AKS' }],
    ],
    [
      'an add-on of GKE',
      { annotations: { 'components.gke.io/layer': 'addon' } },
      [{ kind: 'addons', name: 'GKE' }],
    ],
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

  const writers: readonly [manager: string, kind: Manager['kind']][] = [
    ['argocd-controller', 'argocd'],
    ['argocd-application-controller', 'argocd'],
    ['kustomize-controller', 'flux'],
    ['helm-controller', 'flux'],
    ['fleetagent', 'fleet'],
    ['configsync', 'configsync'],
    ['kapp', 'kapp'],
    ['kapp-controller', 'kapp'],
    ['deploy@node-1', 'k3s'],
    ['cluster-version-operator', 'openshift'],
    ['cluster-network-operator/operconfig', 'openshift'],
    ['deckhouse-controller', 'deckhouse'],
    ['eks', 'addons'],
  ];
  for (const [manager, kind] of writers) {
    it(`recognises ${kind} by the fields that ${manager} owns`, () => {
      assert.deepEqual(managersOf(written({}, { manager })), [{ kind, name: manager, by: 'field-manager' }]);
    });
  }

  it('recognises Argo CD that tracks by a label which many leave', () => {
    const labels = { 'app.kubernetes.io/instance': 'app' };
    assert.deepEqual(managersOf(deployment({ labels })), []);
    assert.deepEqual(managersOf(written({ labels }, { manager: 'kubectl-client-side-apply' })), []);
    assert.deepEqual(managersOf(written({ labels }, { manager: 'argocd-controller', operation: 'Apply' })), [
      { kind: 'argocd', name: 'app' },
    ]);
  });

  it('names a tool once that leaves marks and owns fields', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'app:apps/Deployment:shop/web' };
    assert.deepEqual(managersOf(written({ annotations }, { manager: 'argocd-controller' })), [
      { kind: 'argocd', name: 'app' },
    ]);
  });

  it('takes nobody for a manager who owns no field of the specification', () => {
    const marks = { manager: 'argocd-controller', fieldsV1: { 'f:metadata': { 'f:labels': {} } } };
    const status = { manager: 'eks', subresource: 'status', fieldsV1: { 'f:spec': {} } };
    assert.deepEqual(managersOf(written({}, marks, status)), []);
  });

  it('bears ownership in no known form', () => {
    const object = deployment();
    const managedFields = [null, 7, {}, { manager: 3, fieldsV1: { 'f:spec': {} } }];
    const metadata = { ...object.metadata, managedFields };
    assert.deepEqual(managersOf({ ...object, metadata }), []);
  });

  it('does not take an owner for a controller', () => {
    const owned = deployment({ owner: stranger() });
    const ownerReferences = owned.metadata.ownerReferences?.map((owner) => ({ ...owner, controller: false }));
    assert.deepEqual(
      managersOf({ ...owned, metadata: { ...owned.metadata, ...(ownerReferences && { ownerReferences }) } }),
      [],
    );
  });
});

/** A Deployment that these have written; each its specification where nothing else is said. */
function written(shape: ObjectShape, ...entries: readonly object[]): KubernetesObject {
  const object = deployment(shape);
  const managedFields = entries.map((entry) => ({
    operation: 'Update',
    fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    ...entry,
  }));
  return { ...object, metadata: { ...object.metadata, managedFields } as KubernetesObject['metadata'] };
}
