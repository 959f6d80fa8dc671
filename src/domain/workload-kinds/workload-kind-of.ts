/** Looks up an object in the table of kinds. */
import { isBuiltIn } from '../kubernetes/built-in-group.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { isPodSpec, type PodSpec, valueAt, withoutNulls } from '../kubernetes/pod-spec.ts';
import { groupOf, type Resource } from '../kubernetes/resource.ts';
import { type Labels, selectedLabels, WORKLOAD_KINDS, type WorkloadKind } from './workload-kinds.ts';

/** Index by name for frequent lookups; kinds of different groups may share a name. */
const BY_NAME: ReadonlyMap<string, readonly WorkloadKind[]> = Map.groupBy(
  WORKLOAD_KINDS,
  ({ resource }) => resource.kind,
);

/** Anything with a kind: an object, an owner, or a resource. */
type Kinded = Pick<KubernetesObject, 'apiVersion' | 'kind'> | Pick<Resource, 'group' | 'kind'>;

/** The kind in any version; `undefined` for unknown kinds and namesakes in other groups. */
export function workloadKindOf(one: Kinded): WorkloadKind | undefined {
  const namesakes = BY_NAME.get(one.kind);
  if (namesakes === undefined) return undefined;
  const group = 'apiVersion' in one ? groupOf(one.apiVersion) : one.group;
  return namesakes.find(({ resource }) => resource.group === group);
}

export function podReplacementOf(one: Kinded): WorkloadKind['podReplacement'] | undefined {
  return workloadKindOf(one)?.podReplacement;
}

/** The labels of all pods of an object; for custom resources those of a selector, if any. */
export function podLabelsOf(object: KubernetesObject): Labels | undefined {
  return (workloadKindOf(object)?.podLabels ?? selectedLabels)(object);
}

/** Desired number of pods of an object; 0 if unknown. */
export function podsWanted(object: KubernetesObject): number {
  return workloadKindOf(object)?.pods(object) ?? 0;
}

/** Segments of the path to the pod specification; `undefined` for kinds without one. */
export function podSpecPath(
  object: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
): readonly string[] | undefined {
  return workloadKindOf(object)?.podSpec;
}

/** The pod spec of an object; `undefined` for kinds without one, and if it uses another object's. */
export function podSpecOf(object: KubernetesObject): PodSpec | undefined {
  const kindOf = workloadKindOf(object);
  if (kindOf === undefined || kindOf.templateOf?.(object) !== undefined) return undefined;
  const spec = valueAt(object, kindOf.podSpec);
  if (isBuiltIn(kindOf.resource)) return spec as PodSpec | undefined;
  // Only for built-in kinds the API server validates the template.
  return isPodSpec(spec) ? (withoutNulls(spec) as PodSpec) : undefined;
}
