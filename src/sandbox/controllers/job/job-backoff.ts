/** Pods of a Job that fail are replaced after a delay that grows with every failure (k8s `backoff_utils.go`). */
import type { Surroundings } from '../controller.ts';
import type { Pod } from '../kinds.ts';

/** 10 s, doubled with every failure, 10 min at most. */
const FIRST_DELAY = 10_000;
const LONGEST_DELAY = 600_000;

export interface Failures {
  readonly count: number;
  /** Timestamp of the last one. */
  readonly since: string;
}

/** The failures of a Job since its last success. */
export class JobBackoff {
  readonly #failures = new Map<string, Failures>();

  note(uid: string, news: { readonly succeeded: readonly Pod[]; readonly failed: readonly Pod[] }): void {
    const lastSuccess = latest(news.succeeded.map(finishTime));
    if (lastSuccess !== undefined) this.#failures.delete(uid);
    const times = news.failed
      .map(finishTime)
      .filter((time) => lastSuccess === undefined || time > lastSuccess);
    const since = latest(times);
    if (since === undefined) return;
    const count = (this.#failures.get(uid)?.count ?? 0) + times.length;
    this.#failures.set(uid, { count, since });
  }

  get(uid: string): Failures | undefined {
    return this.#failures.get(uid);
  }

  forget(uid: string): void {
    this.#failures.delete(uid);
  }
}

/** Whether a pod may be created again; if not, `again` is called when it may. */
export function mayRetry(
  { waits }: Surroundings,
  id: string,
  failures: Failures | undefined,
  again: () => void,
): boolean {
  if (failures === undefined || failures.count === 0) return true;
  const milliseconds = Math.min(FIRST_DELAY * 2 ** (failures.count - 1), LONGEST_DELAY);
  return waits.over({ id: `${id} backoff`, since: failures.since, milliseconds }, again);
}

export function finishTime(pod: Pod): string {
  const { deletionTimestamp, creationTimestamp } = pod.metadata;
  return containersEnd(pod) ?? unreadySince(pod) ?? deletionTimestamp ?? creationTimestamp;
}

/** `undefined` unless all have ended. */
function containersEnd({ status }: Pod): string | undefined {
  const ends = (status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt);
  const known = ends.filter((end) => end !== undefined);
  return known.length === ends.length ? latest(known) : undefined;
}

function unreadySince({ status }: Pod): string | undefined {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'False' ? ready.lastTransitionTime : undefined;
}

function latest(times: readonly string[]): string | undefined {
  return times.toSorted().at(-1);
}
