/** What the pods of a namespace say and really run. */
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { PODS, type Plain } from './kinds.ts';
import type { KubeApi } from './kube-api.ts';

export interface RunningImage {
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  /** Of what the container runtime started; empty when it did not. */
  readonly digest: string;
  readonly ready: boolean;
}

/** All containers of all pods that are neither finished nor being deleted; of one app if given. */
export async function runningImages(api: KubeApi, namespace: string, app?: string): Promise<RunningImage[]> {
  const pods = await api.list(PODS, namespace);
  return pods
    .filter(
      ({ metadata, status }) => metadata?.deletionTimestamp === undefined && status?.phase !== 'Succeeded',
    )
    .filter(({ metadata }) => app === undefined || metadata?.labels?.app === app)
    .flatMap(imagesOf);
}

function imagesOf({ metadata, spec, status }: Plain<V1Pod>): RunningImage[] {
  const statuses: Plain<V1ContainerStatus>[] = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ];
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name, image = '' }) => {
    const found = statuses.find((one) => one.name === name);
    const digest = found?.imageID.split('@')[1] ?? '';
    return { pod: metadata?.name ?? '', container: name, image, digest, ready: found?.ready ?? false };
  });
}
