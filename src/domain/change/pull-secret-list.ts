import type { KubernetesObject } from '../kubernetes/object.ts';
import { type LocalObjectReference, pullSecretNames } from '../kubernetes/pod-spec.ts';
import { podSpecOf } from '../workload-kinds/workload-kind-of.ts';
import type { ObjectChange } from './change-patch.ts';

/** The pull Secrets without those of these names, whatever else was changed in them; `undefined`: none is there. */
export function withoutPullSecrets(
  object: KubernetesObject,
  names: ReadonlySet<string>,
): ObjectChange['pullSecrets'] {
  const current: readonly LocalObjectReference[] = podSpecOf(object)?.imagePullSecrets ?? [];
  const left = current.filter(({ name }) => name === undefined || !names.has(name));
  if (left.length === current.length) return undefined;
  return left.length === 0 ? null : left;
}

/** Those of the names that are in the object's list. */
export function namedPullSecrets(object: KubernetesObject, names: ReadonlySet<string>): string[] {
  return pullSecretNames(podSpecOf(object)).filter((name) => names.has(name));
}
