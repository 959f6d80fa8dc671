import type { ApiResource } from '../api-resource.ts';
import type { Pod } from '../pod.ts';
import type { Stored } from '../stored.ts';

const FINISHED: ReadonlySet<unknown> = new Set(['Failed', 'Succeeded']);

/**
 * For how many seconds a deleted object may go on: only pods that run on a node do. A pod that is being deleted already
 * keeps its period unless a shorter one is asked for.
 */
export function gracePeriod(resource: ApiResource, object: Stored, asked: number | undefined): number {
  if (resource.kind !== 'Pod' || resource.group !== '') return 0;
  const pod = object as Pod;
  if (!isRunning(pod)) return 0;
  const seconds = asked ?? usualPeriod(pod);
  // A negative period is the shortest one that is not at once.
  return seconds < 0 ? 1 : seconds;
}

function isRunning({ spec, status }: Pod): boolean {
  return (spec?.nodeName ?? '') !== '' && !FINISHED.has(status?.phase);
}

function usualPeriod({ metadata, spec }: Pod): number {
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  const isDeleted = deletionTimestamp !== undefined;
  return (isDeleted ? deletionGracePeriodSeconds : spec?.terminationGracePeriodSeconds) ?? 30;
}
