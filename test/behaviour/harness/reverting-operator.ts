/** An operator in its own right: it sets the image of Deployments back whenever somebody changes it. */
import { DEPLOYMENTS, type Plain } from './kinds.ts';
import type { V1Deployment } from '@kubernetes/client-node';
import { setTimeout } from 'node:timers/promises';
import { nameOf, objectPath, type KubeApi } from './kube-api.ts';
import { watchObjects } from './watch-objects.ts';

export interface OperatorOptions {
  readonly namespace: string;
  /** As which field manager it writes. */
  readonly manager: string;
  /** Only Deployments of these names are its own; each with the one image that it may have. */
  readonly images: Readonly<Record<string, string>>;
  /** It looks away for so long after a rollout is complete; absent: it acts at once. */
  readonly millisecondsLater?: number;
}

export interface RevertingOperator extends AsyncDisposable {
  /** Names of the Deployments that it has put back, in order. */
  readonly reverted: readonly string[];
}

export async function startRevertingOperator(
  api: KubeApi,
  { namespace, manager, images, millisecondsLater }: OperatorOptions,
): Promise<RevertingOperator> {
  const reverted: string[] = [];
  const busy = new Set<string>();
  const revert = async (object: Plain<V1Deployment>, image: string): Promise<void> => {
    const { name } = nameOf(object);
    busy.add(name);
    await setTimeout(millisecondsLater ?? 0);
    await api.request(`${objectPath(DEPLOYMENTS, { namespace, name })}?fieldManager=${manager}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image }]),
    });
    reverted.push(name);
    busy.delete(name);
  };
  const watch = await watchObjects(api, { kind: DEPLOYMENTS, namespace }, ({ object }) => {
    const { name } = nameOf(object);
    const image = images[name];
    const isOther = object.spec?.template.spec?.containers[0]?.image !== image;
    const isDue = millisecondsLater === undefined || isComplete(object);
    if (image !== undefined && isOther && isDue && !busy.has(name)) void revert(object, image);
  });
  return { reverted, [Symbol.asyncDispose]: async () => watch[Symbol.asyncDispose]() };
}

function isComplete({ metadata, spec, status }: Plain<V1Deployment>): boolean {
  const { observedGeneration = 0, replicas, updatedReplicas, availableReplicas } = status ?? {};
  const isSeen = observedGeneration >= (metadata?.generation ?? 0);
  return isSeen && [replicas, updatedReplicas, availableReplicas].every((count) => count === spec?.replicas);
}
