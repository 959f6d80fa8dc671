/** Keeps as many pods as a ReplicaSet or ReplicationController wishes (k8s `pkg/controller/replicaset`). */
import type { V1ReplicaSet, V1ReplicationController } from '@kubernetes/client-node';
import type { ApiFailure } from '../../objects/api-failure.ts';
import { PODS } from '../../objects/api-resources.ts';
import type { Plain, Stored } from '../../objects/stored.ts';
import { adopters } from '../adopters.ts';
import { claimDependents } from '../claim-dependents.ts';
import { selfOrOwner, type Controller, type Surroundings } from '../controller.ts';
import { createPod } from '../create-pod.ts';
import { deletePod } from '../delete-pod.ts';
import type { Pod } from '../kinds.ts';
import { isActive, isFinished, isTerminating } from '../pod-state.ts';
import { slowStart } from '../slow-start.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import { inDeletionOrder } from './deletion-order.ts';
import { replicaStatus } from './replica-status.ts';
import type { ReplicatedKind } from './replicated-kind.ts';

type Kept = Plain<V1ReplicaSet> | Plain<V1ReplicationController>;

export function replicaSetController<Type extends Kept>(
  surroundings: Surroundings,
  kind: ReplicatedKind<Type>,
): Controller {
  const { objects, indexes, waits, clock } = surroundings;
  const { resource } = kind.index;
  const direct = selfOrOwner(resource, [PODS]);
  return {
    name: kind.component,
    concerned: (event) => {
      const orphaned = event.resource === PODS ? adopters(event, kind.index, kind.selectorOf) : [];
      return [...direct(event), ...orphaned];
    },
    reconcile: (name, again) => {
      const owner = objects.get(resource, name);
      if (owner === undefined) return;
      const claim = { owner, selector: kind.selectorOf(owner), dependents: indexes.pods };
      const deleted = owner.metadata.deletionTimestamp !== undefined;
      const claimed = claimDependents(surroundings, claim);
      const failure = deleted ? undefined : matchCount(surroundings, { owner, pods: claimed, kind });
      const pods = indexes.pods.controlledBy(owner.metadata.uid);
      const terminating = pods.filter((pod) => isTerminating(pod) && !isFinished(pod)).length;
      const status = replicaStatus(
        { metadata: owner.metadata, spec: owner.spec, status: owner.status },
        {
          active: pods.filter(isActive),
          terminating: kind.countsTerminating ? terminating : undefined,
          failure,
          availability: { waits, minReadySeconds: owner.spec?.minReadySeconds, again },
          now: timestamp(clock.now()),
        },
      );
      objects.updateStatus(resource, name, (current) => ({ ...current, status }));
      if (failure !== undefined) throw failure;
    },
  };
}

interface Matching<Type extends Kept> {
  readonly owner: Stored<Type>;
  readonly pods: readonly Pod[];
  readonly kind: ReplicatedKind<Type>;
}

/** Creates what lacks or deletes what is too much. */
function matchCount<Type extends Kept>(
  surroundings: Surroundings,
  { owner, pods, kind }: Matching<Type>,
): ApiFailure | undefined {
  const { component } = kind;
  const active = pods.filter(isActive);
  const surplus = active.length - (owner.spec?.replicas ?? 1);
  if (surplus < 0) {
    const template = owner.spec?.template;
    return slowStart(-surplus, () => createPod(surroundings, { owner, template, component }));
  }
  const leaving = surplus === 0 ? [] : inDeletionOrder(active, kind.relatedPods(owner)).slice(0, surplus);
  for (const pod of leaving) deletePod(surroundings, pod, { owner, component });
  return undefined;
}
