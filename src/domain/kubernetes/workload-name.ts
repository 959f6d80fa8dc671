/** Names of workloads as people type them. */
import { kubectlName, type ObjectRef } from './object-ref.ts';

/** `shop/deployment.apps/web`, or `clusterthing.example.com/web` for a cluster-scoped object. */
export function workloadName(ref: ObjectRef): string {
  return ref.namespace === undefined ? kubectlName(ref) : `${ref.namespace}/${kubectlName(ref)}`;
}

/** Whether `[NAMESPACE/]KIND/NAME` means an object. */
export function isNamed(ref: ObjectRef, name: string): boolean {
  const place = ref.namespace === undefined ? '' : `${ref.namespace}/`;
  return kindNames(ref.resource).some((kind) => `${place}${kind}/${ref.name}` === name.toLowerCase());
}

/** As kubectl takes a kind: `deployment`, `deployments`, `deployment.apps`, `deployments.apps`. */
export function kindNames({ kind, plural, group }: ObjectRef['resource']): string[] {
  const plain = [kind.toLowerCase(), plural];
  return group === '' ? plain : [...plain, ...plain.map((name) => `${name}.${group}`)];
}
