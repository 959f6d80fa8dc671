import { CRON_JOBS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

/** A CronJob that is due once a year. */
export function cronJob({ namespace, name, ...shape }: Place & PodShape): Buildable {
  return buildable(CRON_JOBS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      schedule: '0 0 1 1 *',
      jobTemplate: {
        spec: { template: { metadata: { labels: appLabel(name) }, spec: podSpec({ ...shape, once: true }) } },
      },
    },
  });
}
