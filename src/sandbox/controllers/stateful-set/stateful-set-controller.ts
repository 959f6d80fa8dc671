/** Keeps the numbered pods of a StatefulSet (k8s `pkg/controller/statefulset`), without volume claims. */
import { PODS, STATEFUL_SETS } from '../../objects/api-resources.ts';
import { ApiFailure } from '../../objects/api-failure.ts';
import { adopters } from '../adopters.ts';
import { claimDependents } from '../claim-dependents.ts';
import { selfOrOwner, type Controller, type Surroundings } from '../controller.ts';
import { keepHistory, trimHistory, type History } from '../history/keep-history.ts';
import type { StatefulSet } from '../kinds.ts';
import { bringOn } from './bring-on.ts';
import { ordinalOf, placesOf } from './ordinals.ts';
import { COMPONENT, revisionOf, type StatefulContext } from './stateful-pods.ts';
import { statefulStatus } from './stateful-status.ts';
import { desiredStatefulSet } from './desired-stateful-set.ts';

const HASH_LABEL = 'controller.kubernetes.io/hash';

export function statefulSetController(surroundings: Surroundings): Controller {
  const { objects, indexes } = surroundings;
  const direct = selfOrOwner(STATEFUL_SETS, [PODS]);
  return {
    name: COMPONENT,
    concerned: (event) => {
      const orphaned =
        event.resource === PODS ? adopters(event, indexes.statefulSets, ({ spec }) => spec?.selector) : [];
      return [...direct(event), ...orphaned];
    },
    reconcile: (name, again) => {
      const set = objects.get(STATEFUL_SETS, name);
      if (set === undefined) return;
      const { selector } = set.spec ?? {};
      const adoptable = (pod: Parameters<typeof ordinalOf>[1]) => ordinalOf(set, pod) !== undefined;
      claimDependents(surroundings, { owner: set, selector, dependents: indexes.pods, adoptable });
      step(surroundings, set, again);
    },
  };
}

function step(surroundings: Surroundings, set: StatefulSet, again: () => void): void {
  const { objects, indexes } = surroundings;
  const { uid } = set.metadata;
  const history = historyOf(surroundings, set);
  const wish = desiredStatefulSet(set);
  const { update } = history;
  const current = history.all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
  const context = { surroundings, set, wish, current, update, again };
  const failure = set.metadata.deletionTimestamp === undefined ? tried(context) : undefined;
  const pods = indexes.pods.controlledBy(uid);
  const status = statefulStatus(context, pods);
  objects.updateStatus(STATEFUL_SETS, set.metadata, (before) => ({ ...before, status }));
  const used = [status.currentRevision, status.updateRevision, ...pods.map((pod) => revisionOf(pod) ?? '')];
  trimHistory(surroundings, history, { limit: wish.historyLimit, live: new Set(used) });
  if (failure !== undefined) throw failure;
}

function historyOf(surroundings: Surroundings, set: StatefulSet): History {
  return keepHistory(surroundings, {
    owner: set,
    template: set.spec?.template,
    hashLabel: HASH_LABEL,
  });
}

/** A refusal is returned, so that the status is written all the same. */
function tried(context: StatefulContext): ApiFailure | undefined {
  const { surroundings, set, wish } = context;
  try {
    bringOn(context, placesOf(set, surroundings.indexes.pods.controlledBy(set.metadata.uid), wish));
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
}
