/** Releases pods whose Job is gone, so that they can go as well. */
import type { ObjectName } from '../../objects/stored.ts';
import { JOBS, PODS } from '../../objects/api-resources.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import type { Controller, Surroundings } from '../controller.ts';
import { controllerOf } from '../owner-reference.ts';
import { isTracked, release } from './tracking.ts';

export function orphanReleaser(surroundings: Surroundings): Controller {
  const { objects, indexes, ownership } = surroundings;
  return {
    name: 'job-controller',
    concerned: ({ type, resource, object }: ObjectEvent): ObjectName[] => {
      if (type === 'DELETED' && resource === JOBS) {
        return indexes.pods.controlledBy(object.metadata.uid).map(({ metadata }) => metadata);
      }
      return type !== 'DELETED' && resource === PODS && isTracked(object) ? [object.metadata] : [];
    },
    reconcile: (name) => {
      const pod = objects.get(PODS, name);
      if (pod === undefined || !isTracked(pod)) return;
      const owner = controllerOf(pod);
      if (owner === undefined || ownership.get(owner.uid) === undefined) release(surroundings, pod);
    },
  };
}
