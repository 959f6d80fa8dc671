/** Who, besides the API server's users, decides what an object says: recognised by the marks they leave. */
import type { KubernetesObject, OwnerReference } from '../kubernetes/object.ts';

export interface Manager {
  readonly kind: 'helm' | 'argocd' | 'flux' | 'olm' | 'operator';
  /** Release, application, kustomization or owning object, e.g. `shop/web`. */
  readonly name: string;
}

/** All managers whose marks an object carries. */
export function managersOf(object: KubernetesObject): Manager[] {
  const labels = object.metadata.labels ?? {};
  const annotations = object.metadata.annotations ?? {};
  const found = [
    helmRelease(labels, annotations),
    argoApplication(labels, annotations),
    fluxObject(labels, 'kustomize.toolkit.fluxcd.io'),
    fluxObject(labels, 'helm.toolkit.fluxcd.io'),
    named('olm', labels['olm.owner']),
    operator(controllerOf(object)),
  ];
  return found.filter((manager) => manager !== undefined);
}

/** Managers that write the object again from a source of their own, and so would undo a patch. */
export function reverts(manager: Manager): boolean {
  return manager.kind !== 'helm';
}

/** The owner that controls an object, if any. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

type Marks = Readonly<Record<string, string>>;

function helmRelease(labels: Marks, annotations: Marks): Manager | undefined {
  if (labels['app.kubernetes.io/managed-by'] !== 'Helm') return undefined;
  const release = annotations['meta.helm.sh/release-name'];
  const namespace = annotations['meta.helm.sh/release-namespace'];
  return named('helm', namespace === undefined ? release : `${namespace}/${release ?? ''}`);
}

function argoApplication(labels: Marks, annotations: Marks): Manager | undefined {
  const trackingId = annotations['argocd.argoproj.io/tracking-id'];
  return named('argocd', trackingId?.split(':')[0] ?? labels['argocd.argoproj.io/instance']);
}

function fluxObject(labels: Marks, prefix: string): Manager | undefined {
  const name = labels[`${prefix}/name`];
  const namespace = labels[`${prefix}/namespace`];
  return named('flux', name === undefined || namespace === undefined ? name : `${namespace}/${name}`);
}

const BUILT_IN_CONTROLLERS = new Set(['apps', 'batch', '']);

function operator(owner: OwnerReference | undefined): Manager | undefined {
  if (owner === undefined) return undefined;
  const group = owner.apiVersion.includes('/') ? (owner.apiVersion.split('/')[0] ?? '') : '';
  return BUILT_IN_CONTROLLERS.has(group) ? undefined : named('operator', `${owner.kind}/${owner.name}`);
}

function named(kind: Manager['kind'], name: string | undefined): Manager | undefined {
  return name === undefined ? undefined : { kind, name };
}

/** `helm release shop/web`, as sentences name a manager. */
export function describeManager(manager: Manager): string {
  const nouns = {
    helm: 'Helm release',
    argocd: 'Argo CD application',
    flux: 'Flux object',
    olm: 'OLM owner',
    operator: 'operator resource',
  } as const;
  return `${nouns[manager.kind]} ${manager.name}`;
}
