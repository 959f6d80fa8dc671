import { REPLICA_SETS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import type { ReplicaSet } from '../kinds.ts';
import { sizeAnnotations } from './revisions.ts';
import { sizeOf, type Rollout } from './rollout.ts';

export const COMPONENT = 'deployment-controller';

/** Tells the Deployment when the size changes; returns whether it did. */
export function scaleReplicaSet(
  { objects, record }: Surroundings,
  { deployment, wish }: Rollout,
  { replicaSet, size }: { readonly replicaSet: ReplicaSet; readonly size: number },
): boolean {
  const before = sizeOf(replicaSet);
  objects.update(REPLICA_SETS, replicaSet.metadata, (current) => ({
    ...current,
    metadata: {
      ...current.metadata,
      annotations: { ...current.metadata.annotations, ...sizeAnnotations(wish) },
    },
    spec: { ...current.spec, replicas: size },
  }));
  if (before === size) return false;
  const way = before < size ? 'up' : 'down';
  const message = `Scaled ${way} replica set ${replicaSet.metadata.name} from ${before} to ${size}`;
  record({ about: deployment, type: 'Normal', reason: 'ScalingReplicaSet', message, component: COMPONENT });
  return true;
}
