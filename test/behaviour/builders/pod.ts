import { PODS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

/** A pod that nobody owns. */
export function pod({ namespace, name, ...shape }: Place & PodShape): Buildable {
  return buildable(PODS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: podSpec(shape),
  });
}
