import type { Resource } from './resource.ts';

/**
 * Built-in API groups of Kubernetes: https://kubernetes.io/docs/reference/kubernetes-api/. Other groups may end in
 * `.k8s.io` as well, such as `gateway.networking.k8s.io`: those are custom resources.
 */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...['', 'apps', 'autoscaling', 'batch', 'extensions', 'policy'],
  ...['admission', 'admissionregistration', 'apiextensions', 'apiregistration', 'authentication'].map(ofK8s),
  ...['authorization', 'certificates', 'coordination', 'discovery', 'events', 'flowcontrol.apiserver'].map(
    ofK8s,
  ),
  ...['imagepolicy', 'internal.apiserver', 'metrics', 'networking', 'node', 'policy'].map(ofK8s),
  ...['rbac.authorization', 'resource', 'scheduling', 'settings', 'storage', 'storagemigration'].map(ofK8s),
]);

function ofK8s(name: string): string {
  return `${name}.k8s.io`;
}

/** Whether a resource is built-in, not a custom resource. */
export function isBuiltIn({ group }: Pick<Resource, 'group'>): boolean {
  return BUILT_IN.has(group);
}
