/** The status of a pod, made of what the kubelet knows (pkg/kubelet/kubelet_pods.go, `generateAPIPodStatus`). */
import type { Pod, PodSpec, PodStatus } from '../objects/pod.ts';
import type { ContainerRecord } from './container-record.ts';
import { conditionsOf } from './pod-conditions.ts';
import { phaseOf } from './pod-phase.ts';
import { containerStatus } from './container-status.ts';
import type { Container, ContainerKind, ContainerStatus } from './pod.ts';

export interface PodView {
  readonly records: readonly ContainerRecord[];
  readonly hostIp: string;
  /** Absent until the pod has its network. */
  readonly podIp: string | undefined;
  /** As the API writes times. */
  readonly startTime: string;
  readonly now: string;
  readonly ending: boolean;
  /** The pod ended for a reason of its own, such as `DeadlineExceeded`. */
  readonly failure: { readonly reason: string; readonly message: string } | undefined;
}

export function podStatus(pod: Pod, view: PodView): PodStatus {
  const { records, hostIp, podIp, startTime, ending, failure } = view;
  const { spec, status: current } = pod;
  const restartPolicy = spec?.restartPolicy ?? 'Always';
  const phase = failure === undefined ? phaseOf({ records, restartPolicy, ending }) : 'Failed';
  return {
    ...current,
    observedGeneration: pod.metadata.generation ?? 1,
    phase,
    conditions: conditionsFor(pod, view, phase),
    ...failure,
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(podIp !== undefined && { podIP: podIp, podIPs: [{ ip: podIp }] }),
    startTime,
    ...containerStatuses(spec, records),
  };
}

function conditionsFor({ spec, status, metadata }: Pod, view: PodView, phase: string) {
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  return conditionsOf({
    records: view.records,
    phase,
    sandboxReady: view.podIp !== undefined && !isOver,
    current: status?.conditions ?? [],
    readinessGates: (spec?.readinessGates ?? []).map(({ conditionType }) => conditionType),
    generation: metadata.generation ?? 1,
    now: view.now,
  });
}

function containerStatuses(spec: PodSpec | undefined, records: readonly ContainerRecord[]) {
  const statuses = (
    kinds: readonly ContainerKind[],
    containers: readonly Container[] = [],
  ): ContainerStatus[] =>
    containers.flatMap((container) =>
      records
        .filter(({ kind, name }) => kinds.includes(kind) && name === container.name)
        .map((record) => containerStatus(record, container)),
    );
  const init = statuses(['init', 'sidecar'], spec?.initContainers);
  return {
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: statuses(['app'], spec?.containers),
  };
}
