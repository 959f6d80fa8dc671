/** Deletes Jobs some time after they are over (k8s `pkg/controller/ttlafterfinished`). */
import { JOBS } from '../../objects/api-resources.ts';
import { conditionOf } from '../conditions.ts';
import type { Controller, Surroundings } from '../controller.ts';
import type { Job } from '../kinds.ts';

export function ttlController({ objects, waits }: Surroundings): Controller {
  return {
    name: 'ttl-after-finished-controller',
    concerned: ({ resource, type, object }) =>
      resource === JOBS && type !== 'DELETED' ? [object.metadata] : [],
    reconcile: (name, again) => {
      const job = objects.get(JOBS, name);
      const seconds = job?.spec?.ttlSecondsAfterFinished;
      if (job === undefined || seconds === undefined || job.metadata.deletionTimestamp !== undefined) return;
      const since = endOf(job);
      const { uid } = job.metadata;
      if (since === undefined) return;
      if (!waits.over({ id: `${uid} ttl`, since, milliseconds: seconds * 1000 }, again)) return;
      objects.delete(JOBS, name, { uid, propagationPolicy: 'Foreground' });
    },
  };
}

function endOf({ status }: Job): string | undefined {
  const found = ['Complete', 'Failed'].map((type) => conditionOf(status?.conditions, type));
  return found.find((condition) => condition?.status === 'True')?.lastTransitionTime;
}
