import type { ContainerRecord } from './container-record.ts';
import type { Container, ContainerStatus } from './pod.ts';

/** The status of one container (pkg/kubelet/kubelet_pods.go, `convertToAPIContainerStatuses`). */
export function containerStatus(record: ContainerRecord, container: Container): ContainerStatus {
  const { name, state, lastState, ready, restartCount, started } = record;
  const volumeMounts = mountsOf(container);
  return {
    name,
    state,
    lastState,
    ready,
    restartCount,
    ...origin(record, container),
    started,
    ...resourcesOf(container),
    ...(volumeMounts.length > 0 && { volumeMounts }),
  };
}

/** Where it comes from; before it was started only what was asked for is known. */
function origin({ run }: ContainerRecord, { image = '' }: Container) {
  if (run === undefined) return { image, imageID: '' };
  return { image: run.image, imageID: run.imageId, containerID: run.containerId };
}

function resourcesOf({ resources = {} }: Container) {
  const { requests } = resources;
  if (Object.keys(resources).length === 0) return {};
  return { resources, ...(requests !== undefined && { allocatedResources: requests }) };
}

function mountsOf({ volumeMounts = [] }: Container) {
  return volumeMounts.map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
  }));
}
