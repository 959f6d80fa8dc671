/** Starts one container: image, environment, process; each with its events (pkg/kubelet/kuberuntime, `startContainer`). */
import { randomBytes } from 'node:crypto';
import type { Pod } from '../objects/pod.ts';
import { containerCommand, imageEnvironment } from './container-command.ts';
import { containerEnvironment } from './container-environment.ts';
import { ContainerProcess } from './container-process.ts';
import type { ContainerRun } from './container-record.ts';
import { runAsNonRootFault } from './create-error.ts';
import type { ImageTrouble, ReadyImage, TellEvent } from './images/image-manager.ts';
import { readImageName } from './images/image-name.ts';
import { MissingData } from './keyed-data.ts';
import type { NodeContext } from './node-context.ts';
import type { PodContainer } from './pod.ts';
import { readMountedFile, type MountedVolumes } from './pod-volumes.ts';
import { pullLogins } from './pull-logins.ts';

export interface StartRequest {
  readonly pod: Pod;
  readonly which: PodContainer;
  readonly volumes: MountedVolumes;
  readonly signal: AbortSignal;
}

/** A container that runs, or why it has to wait. */
export type StartOutcome = { readonly run: ContainerRun } | { readonly trouble: ImageTrouble };

export async function startContainer(node: NodeContext, request: StartRequest): Promise<StartOutcome> {
  const tell = teller(node, request.pod, request.which.fieldPath);
  const outcome = (await imageVolumeTrouble(node, request)) ?? (await ownImage(node, request, tell));
  if ('trouble' in outcome) {
    tell('Warning', 'Failed', `Error: ${outcome.trouble.reason}`);
    return outcome;
  }
  try {
    const run = createContainer(node, request, outcome);
    tell('Normal', 'Created', 'Container created');
    tell('Normal', 'Started', 'Container started');
    return { run };
  } catch (error) {
    if (!(error instanceof MissingData)) throw error;
    tell('Warning', 'Failed', `Error: ${error.message}`);
    return { trouble: { reason: 'CreateContainerConfigError', message: error.message } };
  }
}

/** Tells events of one container, or without a path of the pod. */
export function teller(node: NodeContext, pod: Pod, fieldPath?: string): TellEvent {
  return (type, reason, message) => {
    const origin = { component: 'kubelet', host: node.nodeName };
    node.recordEvent({
      about: pod,
      type,
      reason,
      message,
      ...origin,
      ...(fieldPath !== undefined && { fieldPath }),
    });
  };
}

async function ownImage(node: NodeContext, { pod, which, signal }: StartRequest, tell: TellEvent) {
  const { image = '', imagePullPolicy = defaultPolicy(image) } = which.container;
  const { logins, missing } = pullLogins(node.objects, pod);
  if (missing.length > 0) {
    const names = `Unable to retrieve some image pull secrets (${missing.join(', ')})`;
    teller(node, pod)(
      'Warning',
      'FailedToRetrieveImagePullSecret',
      `${names}; attempting to pull the image may not succeed.`,
    );
  }
  return node.images.ensure({
    podUid: pod.metadata.uid,
    image,
    pullPolicy: imagePullPolicy,
    logins,
    tell,
    signal,
  });
}

/** Image volumes are pulled before the container that mounts them. */
async function imageVolumeTrouble(node: NodeContext, { pod, which, signal }: StartRequest) {
  const mounted = new Set((which.container.volumeMounts ?? []).map(({ name }) => name));
  for (const { name, image } of pod.spec?.volumes ?? []) {
    if (image?.reference === undefined || !mounted.has(name)) continue;
    const { reference, pullPolicy = defaultPolicy(reference) } = image;
    const { logins } = pullLogins(node.objects, pod);
    const wish = { podUid: pod.metadata.uid, image: reference, pullPolicy, logins, signal };
    const outcome = await node.images.ensure({ ...wish, tell: teller(node, pod) });
    if ('trouble' in outcome) return outcome;
  }
  return undefined;
}

/** The API server's default, for pods that came without one. */
function defaultPolicy(image: string): string {
  return /:(?!latest$)[^/]*$/.test(image) ? 'IfNotPresent' : 'Always';
}

/** Throws MissingData, also for what may not run as it is. */
function createContainer(
  node: NodeContext,
  request: StartRequest,
  { image, reportedId }: ReadyImage,
): ContainerRun {
  const { pod, which, volumes } = request;
  const { container } = which;
  const { objects, clock, network } = node;
  const fault = runAsNonRootFault(pod, container, image.config);
  if (fault !== undefined) throw new MissingData(fault);
  const own = containerEnvironment(objects, pod, container);
  const env = {
    HOSTNAME: pod.spec?.hostname ?? pod.metadata.name,
    ...imageEnvironment(image.config),
    ...own,
  };
  const specImage = container.image ?? '';
  const name = readImageName(specImage);
  const log = node.logs.open(pod.metadata, container.name);
  const process = new ContainerProcess({
    argv: containerCommand(container, image.config, own),
    env,
    readFile: (path) => readMountedFile(volumes, { container, env: own }, path),
    log,
    network,
    clock,
  });
  return {
    specImage,
    image: 'fault' in name ? specImage : name.normalised,
    imageId: reportedId,
    containerId: `containerd://${randomBytes(32).toString('hex')}`,
    process,
    log,
  };
}
