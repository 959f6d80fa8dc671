/** Creates and deletes the pods of one StatefulSet, and says how they are. */
import type { Surroundings } from '../controller.ts';
import { createPod } from '../create-pod.ts';
import { deletePod } from '../delete-pod.ts';
import { templateOf } from '../history/keep-history.ts';
import type { ControllerRevision, Pod, StatefulSet } from '../kinds.ts';
import { isAvailable, isReady, isTerminating } from '../pod-state.ts';
import type { DesiredStatefulSet } from './desired-stateful-set.ts';

export const COMPONENT = 'statefulset-controller';
const REVISION_LABEL = 'controller-revision-hash';

export interface StatefulContext {
  readonly surroundings: Surroundings;
  readonly set: StatefulSet;
  readonly wish: DesiredStatefulSet;
  /** What all pods had before the last update. */
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly again: () => void;
}

/** Pods below the partition come back at the revision that they had. */
export function createAt(context: StatefulContext, ordinal: number): void {
  const { surroundings, set, wish, current, update } = context;
  const revision = ordinal < wish.start + wish.partition ? current : update;
  const template = templateOf(revision);
  const name = `${set.metadata.name}-${ordinal}`;
  const subdomain = set.spec?.serviceName;
  const spec = {
    containers: [],
    ...template.spec,
    hostname: name,
    ...(subdomain === undefined ? {} : { subdomain }),
  };
  createPod(surroundings, {
    owner: set,
    template: { ...template, spec },
    name,
    labels: {
      [REVISION_LABEL]: revision.metadata.name,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': String(ordinal),
    },
    component: COMPONENT,
  });
}

export function remove({ surroundings, set }: StatefulContext, pod: Pod): void {
  deletePod(surroundings, pod, { owner: set, component: COMPONENT });
}

export function revisionOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.[REVISION_LABEL];
}

export function runsReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isReady(pod);
}

export function serves({ surroundings, wish, again }: StatefulContext, pod: Pod | undefined): boolean {
  if (pod === undefined) return false;
  const { minReadySeconds } = wish;
  return isAvailable(pod, { waits: surroundings.waits, minReadySeconds, again });
}

/** Counts against the one pod that may be away. */
export function isAway(context: StatefulContext, pod: Pod | undefined): boolean {
  return pod === undefined || !serves(context, pod) || isTerminating(pod);
}
