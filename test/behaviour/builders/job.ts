import { JOBS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

/** A Job that runs once and ends well. */
export function job({ namespace, name, ...shape }: Place & PodShape): Buildable {
  return buildable(JOBS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      template: { metadata: { labels: appLabel(name) }, spec: podSpec({ ...shape, once: true }) },
    },
  });
}
