/** READY, STATUS and RESTARTS of a pod (kubernetes, pkg/printers/internalversion `printPod`). */
import type { V1ContainerState, V1ContainerStatus } from '@kubernetes/client-node';
import type { Pod } from '../../objects/pod.ts';
import type { Plain } from '../../objects/stored.ts';
import { since } from './human-duration.ts';

type ContainerStatus = Plain<V1ContainerStatus>;
type ContainerState = Plain<V1ContainerState>;

export interface PodReport {
  /** `1/2`. */
  readonly ready: string;
  /** Such as `Running`, `Init:0/1`, `ImagePullBackOff`, `Terminating`. */
  readonly status: string;
  /** `3 (5m ago)`. */
  restarts(now: Date): string;
}

const reports = new WeakMap<Pod, PodReport>();

/** What there is to say of a pod; made once for each version of it. */
export function podReport(pod: Pod): PodReport {
  const known = reports.get(pod);
  if (known !== undefined) return known;
  const report = made(pod);
  reports.set(pod, report);
  return report;
}

function made(pod: Pod): PodReport {
  const sidecars = sidecarNames(pod);
  const init = initReport(pod, sidecars);
  const isInitializing = init.reason !== undefined && !hasCondition(pod, 'Initialized');
  const total = (pod.spec?.containers ?? []).length + sidecars.size;
  const later = isInitializing
    ? { ready: 0, statuses: init.statuses }
    : containersReport(pod, init, sidecars);
  const reason = isInitializing ? init.reason : containersReason(pod, init.reason ?? podReason(pod));
  return {
    ready: `${init.ready + later.ready}/${total}`,
    status: deletionReason(pod) ?? reason,
    restarts: (now) => restartsText(later.statuses, now),
  };
}

interface ContainersReport {
  readonly ready: number;
  /** Of the containers whose restarts count. */
  readonly statuses: readonly ContainerStatus[];
}

function containersReport(pod: Pod, init: InitReport, sidecars: ReadonlySet<string>): ContainersReport {
  const statuses = pod.status?.containerStatuses ?? [];
  const beside = init.statuses.filter(({ name }) => sidecars.has(name));
  return { ready: statuses.filter(isReady).length, statuses: [...beside, ...statuses] };
}

/** The pod's own reason or phase. */
function podReason({ status }: Pod): string {
  const gated = status?.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  if (gated === true) return 'SchedulingGated';
  return status?.reason !== undefined && status.reason !== '' ? status.reason : (status?.phase ?? '');
}

function deletionReason({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return status?.phase === 'Failed' || status?.phase === 'Succeeded' ? undefined : 'Terminating';
}

interface InitReport {
  /** Why the pod is still being initialised; absent when it is not. */
  readonly reason?: string;
  /** Sidecars that are ready. */
  readonly ready: number;
  /** What was looked at: one after the other, to the first that is not done. */
  readonly statuses: readonly ContainerStatus[];
}

function initReport(pod: Pod, sidecars: ReadonlySet<string>): InitReport {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const done = (status: ContainerStatus): boolean =>
    status.state?.terminated?.exitCode === 0 || (sidecars.has(status.name) && status.started === true);
  const found = statuses.findIndex((status) => !done(status));
  const before = found === -1 ? statuses : statuses.slice(0, found);
  const ready = before.filter((one) => one.state?.terminated?.exitCode !== 0 && one.ready).length;
  const current = statuses[found];
  if (current === undefined) return { ready, statuses };
  const total = pod.spec?.initContainers?.length ?? 0;
  return {
    reason: initReason(current.state, `${found}/${total}`),
    ready,
    statuses: statuses.slice(0, found + 1),
  };
}

function initReason(state: ContainerState | undefined, progress: string): string {
  const { terminated, waiting } = state ?? {};
  if (terminated !== undefined) return `Init:${endReason(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason === '' || reason === 'PodInitializing' ? `Init:${progress}` : `Init:${reason}`;
}

/** The reason of the first container that has one to tell. */
function containersReason(pod: Pod, start: string): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const reason = statuses.map(({ state }) => stateReason(state)).find((one) => one !== undefined) ?? start;
  return reason === 'Completed' ? afterCompletion(pod, statuses) : reason;
}

/** The first container has ended well; the others may not have. */
function afterCompletion(pod: Pod, statuses: readonly ContainerStatus[]): string {
  const hasRunning = statuses.some(isReady);
  if (hasRunning && hasCondition(pod, 'Ready')) return 'Running';
  const ends = statuses.flatMap(({ state }) => state?.terminated ?? []);
  const failed = ends.find(({ exitCode }) => exitCode !== 0);
  if (failed !== undefined) return endReason(failed);
  return hasRunning ? 'NotReady' : 'Completed';
}

function stateReason(state: ContainerState | undefined): string | undefined {
  const { waiting, terminated } = state ?? {};
  if (waiting?.reason !== undefined && waiting.reason !== '') return waiting.reason;
  return terminated === undefined ? undefined : endReason(terminated);
}

function endReason({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason !== undefined && reason !== '') return reason;
  return signal !== undefined && signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function isReady({ ready, state }: ContainerStatus): boolean {
  return ready && state?.running !== undefined;
}

function hasCondition({ status }: Pod, type: string): boolean {
  return (status?.conditions ?? []).some((one) => one.type === type && one.status === 'True');
}

/** Init containers that run beside the others. */
function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  const containers = spec?.initContainers ?? [];
  return new Set(
    containers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
}

function restartsText(statuses: readonly ContainerStatus[], now: Date): string {
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const ends = statuses.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? []);
  const last = ends.toSorted().at(-1);
  return restarts === 0 || last === undefined ? `${restarts}` : `${restarts} (${since(last, now)} ago)`;
}
