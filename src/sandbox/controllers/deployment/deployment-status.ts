/** The counters and conditions of a Deployment (k8s `calculateStatus`). */
import { DEPLOYMENTS } from '../../objects/api-resources.ts';
import { conditionOf, withCondition, withoutCondition, type NewCondition } from '../conditions.ts';
import type { Surroundings } from '../controller.ts';
import type { Condition } from '../kinds.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import { judgeProgress, type DeploymentStatus } from './progress.ts';
import { allOf, availableOf, sizeOf, total, type Rollout } from './rollout.ts';

export interface StatusOptions {
  /** Whether the rollout runs, so that its progress counts. */
  readonly judged: boolean;
  readonly again: () => void;
}

export function writeStatus(surroundings: Surroundings, rollout: Rollout, options: StatusOptions): void {
  const { objects, clock } = surroundings;
  const now = timestamp(clock.now());
  objects.updateStatus(DEPLOYMENTS, rollout.deployment.metadata, (current) => {
    const before = current.status;
    const conditions = withCondition(before?.conditions, availability(rollout, now), now);
    const after = { ...counters(rollout), conditions } as DeploymentStatus;
    if (!options.judged) return { ...current, status: after };
    const progress = judgeProgress(surroundings, { rollout, before, after, again: options.again });
    return { ...current, status: { ...after, conditions: withFailure(rollout, progress) } };
  });
}

function counters({ deployment, current, old }: Rollout): Record<string, number> {
  const all = current === undefined ? old : [...old, current];
  const available = total(all, availableOf);
  const unset = {
    replicas: total(all, ({ status }) => status?.replicas),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: total(all, ({ status }) => status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total(all, sizeOf) - available),
  };
  const set = Object.entries(unset).filter(([, count]) => count > 0);
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...Object.fromEntries(set),
    terminatingReplicas: total(all, ({ status }) => status?.terminatingReplicas),
  };
}

function availability(rollout: Rollout, now: string): NewCondition {
  const { wish } = rollout;
  const enough = total(allOf(rollout), availableOf) >= wish.replicas - wish.maxUnavailable;
  const said = enough
    ? {
        status: 'True' as const,
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        status: 'False' as const,
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  return { type: 'Available', ...said, lastUpdateTime: now };
}

/** Hands up why a ReplicaSet gets no pods, of the current one first. */
function withFailure(rollout: Rollout, conditions: readonly Condition[]): readonly Condition[] {
  const failure = allOf(rollout)
    .toReversed()
    .flatMap(({ status }) => conditionOf(status?.conditions, 'ReplicaFailure') ?? [])
    .at(0);
  if (failure === undefined) return withoutCondition(conditions, 'ReplicaFailure');
  const current = conditionOf(conditions, 'ReplicaFailure');
  if (current?.status === failure.status && current.reason === failure.reason) return conditions;
  const handed = { ...failure, lastUpdateTime: failure.lastTransitionTime ?? '' };
  return [...withoutCondition(conditions, 'ReplicaFailure'), handed];
}
