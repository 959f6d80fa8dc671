/** What the pods of a copy were, from all that was seen of them. */
import type { V1Pod } from '@kubernetes/client-node';
import type { Plain } from './kinds.ts';
import type { WatchEvent } from './watch-objects.ts';

export interface CopyPod {
  readonly image: string;
  /** First argument of the engine. */
  readonly verb: string;
  /** `undefined` when the container was never seen to end. */
  readonly exitCode: number | undefined;
}

/** One for each pod, as it was last seen. */
export function copyPodsSeen(events: readonly WatchEvent<Plain<V1Pod>>[]): CopyPod[] {
  const latest = new Map(events.map(({ object }) => [object.metadata?.uid, object]));
  const codes = new Map(
    events.flatMap(({ object }) => {
      const ended = object.status?.containerStatuses?.[0]?.state?.terminated;
      return ended === undefined ? [] : [[object.metadata?.uid, ended.exitCode] as const];
    }),
  );
  return [...latest].map(([uid, { spec }]) => ({
    image: spec?.containers[0]?.image ?? '',
    verb: spec?.containers[0]?.args?.[0] ?? '',
    exitCode: codes.get(uid),
  }));
}
