/**
 * Tools that keep writing the objects that they manage, recognized by labels and annotations or as field managers of
 * the spec. To add a tool, add a row.
 */
import type { KubernetesObject } from '../kubernetes/object.ts';

export interface ManagerTraits {
  /** Display name. */
  readonly tool: string;
  /** What its labels or annotations name. */
  readonly noun: string;
  /** Reconciles by itself, so that it would revert a patch. */
  readonly reverts: boolean;
  /** The name in its labels or annotations; `undefined`: none. */
  readonly named: (marks: Marks) => string | undefined;
  /** Its field manager names in `metadata.managedFields`. */
  readonly fieldManagers?: RegExp;
  /** As `named`, from labels or annotations that others use too: they count only with its fields. */
  readonly perhapsNamed?: (marks: Marks) => string | undefined;
}

export interface Marks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export function marksOf({ metadata }: KubernetesObject): Marks {
  return { labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} };
}

export const MANAGERS = {
  helm: {
    ...{ tool: 'Helm', noun: 'Helm release', reverts: false },
    named: ({ labels, annotations }) =>
      labels['app.kubernetes.io/managed-by'] === 'Helm'
        ? within(annotations['meta.helm.sh/release-namespace'], annotations['meta.helm.sh/release-name'])
        : undefined,
  },
  argocd: {
    ...{ tool: 'Argo CD', noun: 'Argo CD application', reverts: true },
    named: ({ labels, annotations }) =>
      annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance'],
    fieldManagers: /^argocd-(application-)?controller$/,
    perhapsNamed: ({ labels }) => labels['app.kubernetes.io/instance'],
  },
  flux: {
    ...{ tool: 'Flux', noun: 'Flux object', reverts: true },
    named: ({ labels }) =>
      ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io']
        .map((prefix) => within(labels[`${prefix}/namespace`], labels[`${prefix}/name`]))
        .find((name) => name !== undefined),
    fieldManagers: /^(kustomize|helm)-controller$/,
  },
  fleet: {
    ...{ tool: 'Fleet', noun: 'Fleet bundle', reverts: true },
    named: ({ labels }) => labels['fleet.cattle.io/managed'],
    fieldManagers: /^fleet-?agent$/,
    perhapsNamed: ({ annotations }) => annotations['objectset.rio.cattle.io/id'],
  },
  configsync: {
    ...{ tool: 'Config Sync', noun: 'Config Sync object', reverts: true },
    named: ({ annotations }) =>
      annotations['configmanagement.gke.io/managed'] === 'enabled'
        ? (annotations['configsync.gke.io/resource-id'] ?? 'with an unknown name')
        : undefined,
    fieldManagers: /^configsync(\.gke\.io)?$/,
  },
  kapp: {
    ...{ tool: 'kapp (Carvel)', noun: 'kapp app', reverts: true },
    named: ({ labels }) => labels['kapp.k14s.io/app'],
    fieldManagers: /^kapp(-controller)?$/,
  },
  k3s: {
    ...{ tool: 'the add-on controller of k3s', noun: 'k3s add-on', reverts: true },
    named: (marks) => (isOfK3s(marks) ? objectSetOwner(marks) : undefined),
    fieldManagers: /^deploy@/,
  },
  rancher: {
    ...{ tool: 'Rancher', noun: 'Rancher object', reverts: true },
    named: (marks) => (isOfK3s(marks) ? undefined : objectSetOwner(marks)),
  },
  openshift: {
    ...{ tool: 'OpenShift', noun: 'OpenShift component', reverts: true },
    named: ({ annotations }) =>
      Object.keys(annotations).find(
        (key) => key.startsWith('include.release.openshift.io/') || key === 'operator.openshift.io/spec-hash',
      ),
    fieldManagers: /^cluster-[a-z-]+-operator(\/.*)?$/,
  },
  olm: {
    ...{ tool: 'OLM', noun: 'OLM owner', reverts: true },
    named: ({ labels }) => labels['olm.owner'],
  },
  deckhouse: {
    ...{ tool: 'Deckhouse', noun: 'Deckhouse module', reverts: true },
    named: ({ labels }) =>
      labels.heritage === 'deckhouse' ? (labels.module ?? 'with an unknown name') : undefined,
    fieldManagers: /^deckhouse-controller$/,
  },
  addons: {
    ...{ tool: 'the add-on manager of the cluster', noun: 'cluster add-on of', reverts: true },
    named: ({ labels, annotations }) => {
      if (labels['addonmanager.kubernetes.io/mode'] === 'Reconcile') return 'the addon-manager';
      if (labels['kubernetes.azure.com/managedby'] !== undefined) return 'AKS';
      return annotations['components.gke.io/layer'] === undefined ? undefined : 'GKE';
    },
    fieldManagers: /^eks$/,
  },
} as const satisfies Readonly<Record<string, ManagerTraits>>;

function within(namespace: string | undefined, name: string | undefined): string | undefined {
  return name === undefined || namespace === undefined ? name : `${namespace}/${name}`;
}

/** Annotations of the wrangler library, used by k3s, RKE2 and Rancher for owned objects. */
const OBJECT_SET = {
  namespace: 'objectset.rio.cattle.io/owner-namespace',
  name: 'objectset.rio.cattle.io/owner-name',
  kind: 'objectset.rio.cattle.io/owner-gvk',
};

function objectSetOwner({ annotations }: Marks): string | undefined {
  return within(annotations[OBJECT_SET.namespace], annotations[OBJECT_SET.name]);
}

function isOfK3s({ annotations }: Marks): boolean {
  return annotations[OBJECT_SET.kind]?.startsWith('k3s.cattle.io/') === true;
}
