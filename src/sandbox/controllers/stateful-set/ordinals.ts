/** The places of a StatefulSet's pods. */
import type { Pod, StatefulSet } from '../kinds.ts';
import type { DesiredStatefulSet } from './desired-stateful-set.ts';

export interface Place {
  readonly ordinal: number;
  /** Absent where it is yet to be created. */
  readonly pod: Pod | undefined;
}

export interface Places {
  /** Those that are wished for, in ascending order. */
  readonly wished: readonly Place[];
  /** Pods that are too many, highest ordinal first. */
  readonly condemned: readonly Pod[];
}

/** `undefined` for a pod that is not named after the set. */
export function ordinalOf({ metadata }: StatefulSet, pod: Pod): number | undefined {
  const [, parent, ordinal] = /^(.*)-(\d+)$/.exec(pod.metadata.name) ?? [];
  return parent === metadata.name ? Number(ordinal) : undefined;
}

export function placesOf(set: StatefulSet, pods: readonly Pod[], wish: DesiredStatefulSet): Places {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const wished = Array.from({ length: wish.replicas }, (_, index) => {
    const ordinal = wish.start + index;
    return { ordinal, pod: byOrdinal.get(ordinal) };
  });
  const end = wish.start + wish.replicas;
  const condemned = [...byOrdinal]
    .flatMap(([ordinal, pod]) => (ordinal === undefined ? [] : [{ ordinal, pod }]))
    .filter(({ ordinal }) => ordinal < wish.start || ordinal >= end)
    .toSorted((a, b) => b.ordinal - a.ordinal)
    .map(({ pod }) => pod);
  return { wished, condemned };
}
