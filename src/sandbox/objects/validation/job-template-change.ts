import type { V1JobSpec } from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import type { Plain } from '../stored.ts';

type Template = Plain<V1JobSpec>['template'];

/** Whether a template of a Job changes more than it may: while the Job is suspended, where its pods go and what they need. */
export function isTemplateChanged(
  next: Template | undefined,
  before: Template | undefined,
  suspended: boolean,
): boolean {
  if (!suspended) return !isDeepStrictEqual(next, before);
  return !isDeepStrictEqual(fixedPart(next), fixedPart(before));
}

function fixedPart(template: Template | undefined): unknown {
  const { spec } = template ?? {};
  const containers = (list: NonNullable<typeof spec>['containers'] | undefined) =>
    list?.map((container) => ({ ...container, resources: undefined }));
  return {
    ...spec,
    affinity: undefined,
    nodeSelector: undefined,
    schedulingGates: undefined,
    tolerations: undefined,
    containers: containers(spec?.containers),
    initContainers: containers(spec?.initContainers),
  };
}
