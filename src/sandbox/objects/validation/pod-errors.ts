/** Rules for pods: `ValidatePodCreate` and `ValidatePodUpdate`. */
import type { V1Container } from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import { withoutUndefined } from '../json/without-undefined.ts';
import type { Pod, PodSpec } from '../pod.ts';
import type { Plain, Stored } from '../stored.ts';
import { forbiddenField, invalidValue, required, type FieldError } from './field-error.ts';
import { podSpecErrors } from './pod-spec-errors.ts';

type Containers = readonly Plain<V1Container>[];

export function podErrors(object: Stored, previous?: Stored): FieldError[] {
  const { spec } = object as Pod;
  const { spec: before } = (previous ?? {}) as Partial<Pod>;
  const errors = [...podSpecErrors('spec', spec), ...imageErrors(spec)];
  if (before === undefined || spec === undefined) return errors;
  return [...errors, ...changeErrors(spec, before)];
}

/** Templates may have such images, pods may not. */
function imageErrors(spec: PodSpec | undefined): FieldError[] {
  const { containers = [], initContainers = [], volumes = [] } = spec ?? {};
  const unnamed = volumes.flatMap(({ image }, index) =>
    image === undefined || (image.reference ?? '') !== ''
      ? []
      : [required(`spec.volumes[${index}].image.reference`)],
  );
  const inList = (field: string, list: Containers) =>
    list.flatMap(({ image = '' }, index) =>
      image === image.trim()
        ? []
        : [
            invalidValue(
              `spec.${field}[${index}].image`,
              image,
              'must not have leading or trailing whitespace',
            ),
          ],
    );
  return [...unnamed, ...inList('containers', containers), ...inList('initContainers', initContainers)];
}

const CHANGEABLE =
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function changeErrors(spec: PodSpec, before: PodSpec): FieldError[] {
  for (const field of ['containers', 'initContainers'] as const) {
    if ((spec[field] ?? []).length !== (before[field] ?? []).length) {
      return [forbiddenField(`spec.${field}`, 'pod updates may not add or remove containers')];
    }
  }
  const errors = [...deadlineErrors(spec, before), ...tolerationErrors(spec, before)];
  if (isDeepStrictEqual(comparable(spec, before), before)) return errors;
  return [...errors, forbiddenField('spec', `pod updates may not change fields other than ${CHANGEABLE}`)];
}

function deadlineErrors(spec: PodSpec, before: PodSpec): FieldError[] {
  const field = 'spec.activeDeadlineSeconds';
  const { activeDeadlineSeconds: next } = spec;
  const { activeDeadlineSeconds: previous } = before;
  if (previous === undefined) return [];
  if (next === undefined)
    return [invalidValue(field, null, 'must not update from a positive integer to nil value')];
  return next > previous ? [invalidValue(field, next, 'must be less than or equal to previous value')] : [];
}

function tolerationErrors({ tolerations = [] }: PodSpec, before: PodSpec): FieldError[] {
  const removed = (before.tolerations ?? []).some(
    (old) => !tolerations.some((one) => isDeepStrictEqual(one, old)),
  );
  const problem = 'existing toleration can not be modified except its tolerationSeconds';
  return removed ? [forbiddenField('spec.tolerations', problem)] : [];
}

/** The specification with all that may change as it was before. */
function comparable(spec: PodSpec, before: PodSpec): PodSpec {
  return withoutUndefined<PodSpec>({
    ...spec,
    containers: withImages(spec.containers, before.containers),
    initContainers: spec.initContainers && withImages(spec.initContainers, before.initContainers),
    activeDeadlineSeconds: before.activeDeadlineSeconds,
    tolerations: before.tolerations,
    schedulingGates: before.schedulingGates,
    // The scheduler binds a pod once.
    nodeName: before.nodeName === undefined ? undefined : spec.nodeName,
  });
}

function withImages(containers: Containers, before: Containers = []): Containers {
  return containers.map((container, index) => {
    const image = before[index]?.image;
    return image === undefined ? container : { ...container, image };
  });
}
