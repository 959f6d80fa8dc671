/** A node whose pods fail again and again gets a new one after a delay that grows. */
import type { Waits } from '../waits.ts';
import type { DaemonSet, Pod } from '../kinds.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import type { Clock } from '../../clock.ts';
import { nodeOf } from './daemon-pod.ts';

/** 1 s, doubled with every failure, 15 min at most. */
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 900_000;

interface Failures {
  readonly count: number;
  readonly since: string;
  /** Uid of the pod that was counted last. */
  readonly pod: string;
}

export class FailedPods {
  readonly #waits: Waits;
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor({ waits, clock }: { readonly waits: Waits; readonly clock: Clock }) {
    this.#waits = waits;
    this.#clock = clock;
  }

  /** If it may not be removed yet, `again` is called when it may. */
  mayRemove(set: DaemonSet, pod: Pod, again: () => void): boolean {
    if (pod.status?.phase !== 'Failed') return true;
    const key = keyOf(set, pod);
    const { uid } = pod.metadata;
    const failures = this.#failures.get(key) ?? { count: 0, since: '', pod: '' };
    if (failures.pod === uid) return true;
    if (failures.count > 0 && !this.#isOver(key, failures, again)) return false;
    const since = timestamp(this.#clock.now());
    this.#failures.set(key, { count: failures.count + 1, since, pod: uid });
    return true;
  }

  #isOver(id: string, { count, since }: Failures, again: () => void): boolean {
    const milliseconds = Math.min(FIRST_DELAY * 2 ** (count - 1), LONGEST_DELAY);
    return this.#waits.over({ id, since, milliseconds }, again);
  }
}

function keyOf({ metadata }: DaemonSet, pod: Pod): string {
  return `${metadata.uid} ${metadata.generation ?? 1} ${nodeOf(pod) ?? ''}`;
}
