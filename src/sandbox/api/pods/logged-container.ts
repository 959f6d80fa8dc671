/** Which container's log is asked for, and why there may be none. */
import type { V1ContainerStatus } from '@kubernetes/client-node';
import { ApiFailure } from '../../objects/api-failure.ts';
import type { Pod } from '../../objects/pod.ts';
import type { Plain } from '../../objects/stored.ts';

/** The container of that name, or the only one (kubernetes, registry/core/pod `validateContainer`); throws 400. */
export function containerIn(pod: Pod, asked: string | undefined): string {
  const { name } = pod.metadata;
  const names = containerNames(pod);
  if (asked !== undefined) {
    if (names.includes(asked)) return asked;
    throw new ApiFailure(400, 'BadRequest', `container ${asked} is not valid for pod ${name}`);
  }
  const [only, second] = pod.spec?.containers ?? [];
  if (only !== undefined && second === undefined) return only.name;
  const choice = `choose one of: [${names.join(' ')}]`;
  throw new ApiFailure(400, 'BadRequest', `a container name must be specified for pod ${name}, ${choice}`);
}

function containerNames({ spec }: Pod): string[] {
  const { initContainers = [], containers = [] } = spec ?? {};
  return [...initContainers, ...containers].map(({ name }) => name);
}

/** Throws ApiFailure 400 when the container has not run, in the words of the kubelet (`validateContainerLogStatus`). */
export function refuseWithoutLog(pod: Pod, container: string, previous: boolean): void {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container);
  const named = `container "${container}" in pod "${pod.metadata.name}"`;
  const problem = status === undefined ? `${named} is not available` : refusal(status, named, previous);
  if (problem !== undefined) throw new ApiFailure(400, 'BadRequest', problem);
}

function refusal(status: Plain<V1ContainerStatus>, named: string, previous: boolean): string | undefined {
  const before = status.lastState?.terminated;
  if (previous) return before === undefined ? `previous terminated ${named} not found` : undefined;
  const { running, terminated, waiting } = status.state ?? {};
  if (running !== undefined || terminated !== undefined || before !== undefined) return undefined;
  return `${named} is waiting to start${waitingWords(waiting?.reason)}`;
}

function waitingWords(reason: string | undefined): string {
  switch (reason) {
    case undefined:
      return ' - no logs yet';
    case 'ErrImagePull':
      return ": image can't be pulled";
    case 'ImagePullBackOff':
      return ': trying and failing to pull image';
    default:
      return `: ${reason}`;
  }
}
