/** Keeps a pod of a DaemonSet on every node that it is for (k8s `pkg/controller/daemon`). */
import { isDeepStrictEqual } from 'node:util';
import type { ObjectName } from '../../objects/stored.ts';
import { DAEMON_SETS, NODES, PODS } from '../../objects/api-resources.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import { adopters } from '../adopters.ts';
import { claimDependents } from '../claim-dependents.ts';
import { selfOrOwner, type Controller, type Surroundings } from '../controller.ts';
import { keepHistory, trimHistory, type History } from '../history/keep-history.ts';
import type { DaemonSet, Node } from '../kinds.ts';
import { carryOut } from './daemon-moves.ts';
import { COMPONENT, HASH_LABEL, readDaemons } from './daemon-state.ts';
import { daemonStatus } from './daemon-status.ts';
import { placePods } from './place-pods.ts';
import { rollOn } from './roll-on.ts';

export function daemonSetController(surroundings: Surroundings): Controller {
  const { objects, indexes } = surroundings;
  const direct = selfOrOwner(DAEMON_SETS, [PODS]);
  return {
    name: COMPONENT,
    concerned: (event) => {
      if (event.resource === NODES) return changesNode(event) ? everyDaemonSet(surroundings) : [];
      const orphaned =
        event.resource === PODS ? adopters(event, indexes.daemonSets, ({ spec }) => spec?.selector) : [];
      return [...direct(event), ...orphaned];
    },
    reconcile: (name, again) => {
      const set = objects.get(DAEMON_SETS, name);
      if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
      const { selector } = set.spec ?? {};
      claimDependents(surroundings, { owner: set, selector, dependents: indexes.pods });
      step(surroundings, set, again);
    },
  };
}

/** Heartbeats of a node change nothing for its pods. */
function changesNode({ type, object, previous }: ObjectEvent): boolean {
  const [now, before] = [object, previous].map((state) => {
    const node = state as Node | undefined;
    return [node?.metadata.labels, node?.spec?.taints];
  });
  return type !== 'MODIFIED' || !isDeepStrictEqual(now, before);
}

function everyDaemonSet({ objects }: Surroundings): ObjectName[] {
  return objects.list(DAEMON_SETS).map(({ metadata }) => metadata);
}

function step(surroundings: Surroundings, set: DaemonSet, again: () => void): void {
  const history = historyOf(surroundings, set);
  const hash = history.update.metadata.labels?.[HASH_LABEL] ?? '';
  const read = () => readDaemons(surroundings, { set, hash, again });
  const placed = read();
  let failure = carryOut(surroundings, placed, placePods(surroundings, placed));
  if (set.spec?.updateStrategy?.type !== 'OnDelete') {
    const state = read();
    failure ??= carryOut(surroundings, state, rollOn(state));
  }
  const after = read();
  const status = daemonStatus(after);
  surroundings.objects.updateStatus(DAEMON_SETS, set.metadata, (current) => ({ ...current, status }));
  const used = [...after.pods.values()].flat().map(({ metadata }) => metadata.labels?.[HASH_LABEL]);
  const live = history.all.filter(({ metadata }) => used.includes(metadata.labels?.[HASH_LABEL]));
  const names = [history.update, ...live].map(({ metadata }) => metadata.name);
  trimHistory(surroundings, history, { limit: set.spec?.revisionHistoryLimit ?? 10, live: new Set(names) });
  if (failure !== undefined) throw failure;
}

function historyOf(surroundings: Surroundings, set: DaemonSet): History {
  return keepHistory(surroundings, {
    owner: set,
    template: set.spec?.template,
    hashLabel: HASH_LABEL,
  });
}
