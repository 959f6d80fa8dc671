/** READY, STATUS and RESTARTS of a pod (kubernetes, pkg/printers/internalversion `printPod`). */
import type { V1ContainerState, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Plain, Stored } from '../../objects/stored.ts';
import { since } from './human-duration.ts';

type Pod = Stored<Plain<V1Pod>>;
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
  const initStatuses = pod.status?.initContainerStatuses ?? [];
  const isInitializing = init.reason !== undefined && !hasCondition(pod, 'Initialized');
  const statuses = pod.status?.containerStatuses ?? [];
  const restarted = isInitializing
    ? initStatuses.slice(0, init.seen)
    : [...initStatuses.slice(0, init.seen).filter(({ name }) => sidecars.has(name)), ...statuses];
  const running = isInitializing ? 0 : statuses.filter(isReady).length;
  const total = (pod.spec?.containers.length ?? 0) + sidecars.size;
  const reason = isInitializing ? init.reason : containersReason(pod, init.reason ?? podReason(pod));
  return {
    ready: `${init.ready + running}/${total}`,
    status: deletionReason(pod) ?? reason ?? '',
    restarts: (now) => restartsText(restarted, now),
  };
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
  /** So many containers were looked at: one after the other, to the first that is not done. */
  readonly seen: number;
}

function initReport(pod: Pod, sidecars: ReadonlySet<string>): InitReport {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const done = (status: ContainerStatus): boolean =>
    status.state?.terminated?.exitCode === 0 || (sidecars.has(status.name) && status.started === true);
  const found = statuses.findIndex((status) => !done(status));
  const before = found === -1 ? statuses : statuses.slice(0, found);
  const ready = before.filter((one) => one.state?.terminated?.exitCode !== 0 && one.ready).length;
  const current = statuses[found];
  if (current === undefined) return { ready, seen: statuses.length };
  const total = pod.spec?.initContainers?.length ?? 0;
  return { reason: initReason(current.state, `${found}/${total}`), ready, seen: found + 1 };
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
  if (reason !== 'Completed') return reason;
  const hasRunning = statuses.some(isReady);
  if (hasRunning && hasCondition(pod, 'Ready')) return 'Running';
  const failed = statuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0)?.state?.terminated;
  if (failed !== undefined) return endReason(failed);
  return hasRunning ? 'NotReady' : reason;
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
