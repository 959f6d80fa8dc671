/** The status of a pod, made of what the kubelet knows (pkg/kubelet/kubelet_pods.go, `generateAPIPodStatus`). */
import type { ContainerRecord } from './container-record.ts';
import { conditionsOf } from './pod-conditions.ts';
import { phaseOf } from './pod-phase.ts';
import type { Container, ContainerKind, ContainerStatus, Pod, PodStatus } from './pod.ts';
import { qosClass } from './qos-class.ts';

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
  const { records, hostIp, podIp, startTime, now, ending, failure } = view;
  const { spec, status: current, metadata } = pod;
  const { restartPolicy = 'Always' } = spec ?? {};
  const phase = failure === undefined ? phaseOf({ records, restartPolicy, ending }) : 'Failed';
  const generation = metadata.generation ?? 1;
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
  const ephemeral = statuses(['ephemeral'], spec?.ephemeralContainers);
  const ips = podIp === undefined ? {} : { podIP: podIp, podIPs: [{ ip: podIp }] };
  return {
    ...current,
    observedGeneration: generation,
    phase,
    conditions: conditionsOf({
      records,
      phase,
      sandboxReady: podIp !== undefined && phase !== 'Succeeded' && phase !== 'Failed',
      current: current?.conditions ?? [],
      readinessGates: (spec?.readinessGates ?? []).map(({ conditionType }) => conditionType),
      generation,
      now,
    }),
    ...failure,
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...ips,
    startTime,
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: statuses(['app'], spec?.containers),
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral }),
    qosClass: current?.qosClass ?? qosClass(spec),
  };
}

function containerStatus(record: ContainerRecord, container: Container): ContainerStatus {
  const { name, kind, state, lastState, ready, restartCount, started, run } = record;
  const { resources = {}, volumeMounts = [] } = container;
  return {
    name,
    state,
    lastState,
    ready,
    restartCount,
    image: run?.image ?? container.image ?? '',
    imageID: run?.imageId ?? '',
    ...(run !== undefined && { containerID: run.containerId }),
    ...(kind !== 'ephemeral' && { started }),
    ...(resources.requests !== undefined && { allocatedResources: resources.requests }),
    ...(kind !== 'ephemeral' && { resources }),
    ...(volumeMounts.length > 0 && {
      volumeMounts: volumeMounts.map(({ name: volume, mountPath, readOnly }) => ({
        name: volume,
        mountPath,
        ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
      })),
    }),
  };
}
