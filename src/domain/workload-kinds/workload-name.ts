/** Workload names in kubectl's notation, for flags, arguments and annotations. */
import { kubectlName, type ObjectRef } from '../kubernetes/object-ref.ts';
import type { Resource } from '../kubernetes/resource.ts';
import { workloadKindOf } from './workload-kind-of.ts';

/** `[NAMESPACE/]KIND/NAME`, in lower case. */
export interface WorkloadName {
  /** As written. */
  readonly text: string;
  readonly namespace?: string;
  /** `deployment`, `deployments`, `deploy`, `deployments.apps`, `deployments.v1.apps`, ... */
  readonly kind: string;
  readonly name: string;
}

/** `undefined`: invalid. */
export function parseWorkloadName(text: string): WorkloadName | undefined {
  const parts = text.toLowerCase().split('/');
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => !/^\S+$/.test(part))) return undefined;
  const [name = '', kind = '', namespace] = parts.toReversed();
  return { text, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** `shop/deployment.apps/web`, or `clusterthing.example.com/web` for a cluster-scoped object. */
export function workloadName(ref: ObjectRef): string {
  return ref.namespace === undefined ? kubectlName(ref) : `${ref.namespace}/${kubectlName(ref)}`;
}

/** Whether a name matches an object, in any namespace unless it has one. */
export function isMeant(ref: ObjectRef, { namespace, kind, name }: WorkloadName): boolean {
  return (
    ref.name === name &&
    (namespace === undefined || namespace === ref.namespace) &&
    kindNames(ref.resource).includes(kind)
  );
}

/**
 * Names of a kind that kubectl accepts: `deployment`, `deployments`, `deploy`, each also with `.apps` or `.v1.apps`.
 */
export function kindNames(resource: Resource): string[] {
  const { kind, plural, group, version } = resource;
  const plain = [kind.toLowerCase(), plural, ...(workloadKindOf(resource)?.shortNames ?? [])];
  if (group === '') return plain;
  return [
    plain,
    plain.map((name) => `${name}.${group}`),
    plain.map((name) => `${name}.${version}.${group}`),
  ].flat();
}

/** Spellings of a workload to compare misspelt names with. */
export function spellingsOf(ref: ObjectRef): string[] {
  const short = kindNames(ref.resource).filter((kind) => !kind.includes('.'));
  const named = short.map((kind) => `${kind}/${ref.name}`);
  if (ref.namespace === undefined) return [ref.name, ...named];
  return [
    ref.name,
    `${ref.namespace}/${ref.name}`,
    ...named,
    ...named.map((name) => `${ref.namespace ?? ''}/${name}`),
  ];
}
