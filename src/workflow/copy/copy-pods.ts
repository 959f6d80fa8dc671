/** Follows the pods of a copy Job: streams their logs and detects pods that cannot start. */
import type { CopyEvent, CopyPodTrouble } from '../../domain/copy/copy.ts';
import { ClusterError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { PODS } from '../../domain/kubernetes/resource.ts';
import type { Cluster, PodName } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobRequest } from '../../domain/ports/copy-engine.ts';
import type { PodPhase } from './idle-timer.ts';
import { unbrokenLog } from './unbroken-log.ts';

const INDEX_ANNOTATION = 'batch.kubernetes.io/job-completion-index';
const TAIL_LINES = 10;
/** A pod in one of these states never starts by itself. */
const TERMINAL = new Set(['ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError']);

export interface FollowedJob {
  readonly engine: CopyEngine;
  readonly request: CopyJobRequest;
  readonly namespace: string;
  readonly job: string;
}

interface Follow {
  readonly signal: AbortSignal;
  readonly onEvent: (event: CopyEvent | CopyPodTrouble) => void;
  /** Called for every change of a pod. */
  readonly onPod: (uid: string, phase: PodPhase) => void;
}

export interface StuckCopyPod {
  readonly isTerminal: true;
  readonly succeeded: false;
  readonly reason: string;
}

export interface CopyPods {
  /** Resolves when a pod can never start. */
  readonly trouble: Promise<StuckCopyPod>;
  /** Waits until the logs are read to the end; returns their last lines. */
  finish(): Promise<readonly string[]>;
}

/** Starts following; ends with the signal. */
export function followCopyPods(cluster: Cluster, followed: FollowedJob, follow: Follow): CopyPods {
  const logs = new Map<string, Promise<void>>();
  const tail: string[] = [];
  const { promise: trouble, resolve: report } = Promise.withResolvers<StuckCopyPod>();
  const query = {
    namespace: followed.namespace,
    labelSelector: `batch.kubernetes.io/job-name=${followed.job}`,
  };
  const tellWaiting = (pod: KubernetesObject): void => {
    const waiting = waitingReason(pod);
    if (waiting === undefined) return;
    follow.onEvent({ type: 'pod-waiting', reason: waiting.text });
    if (waiting.isTerminal) report({ isTerminal: true, succeeded: false, reason: waiting.text });
  };
  const watching = (async () => {
    for await (const { object: pod, type } of cluster.watch(PODS, query, follow.signal)) {
      if (pod === undefined) continue;
      const uid = pod.metadata.uid ?? '';
      const phase = type === 'DELETED' ? 'ended' : phaseOf(pod, followed.engine.container);
      follow.onPod(uid, phase);
      if (type === 'DELETED') continue;
      tellWaiting(pod);
      if (phase !== 'waiting' && !logs.has(uid)) {
        logs.set(uid, readLog(cluster, pod, { followed, follow, tail }));
      }
    }
  })();
  watching.catch((error: unknown) => {
    if (!follow.signal.aborted) report({ isTerminal: true, succeeded: false, reason: String(error) });
  });
  return {
    trouble,
    finish: async () => {
      await Promise.allSettled(logs.values());
      return tail.slice(-TAIL_LINES);
    },
  };
}

async function readLog(
  cluster: Cluster,
  pod: KubernetesObject,
  { followed, follow, tail }: { followed: FollowedJob; follow: Follow; tail: string[] },
): Promise<void> {
  const { engine, request, namespace } = followed;
  const index = Number(pod.metadata.annotations?.[INDEX_ANNOTATION] ?? 0);
  const reader = engine.logReader(request, index);
  const container = { namespace, name: pod.metadata.name, container: engine.container };
  try {
    for await (const line of unbrokenLog(cluster, container, follow.signal)) {
      tail.push(line);
      if (tail.length > 4 * TAIL_LINES) tail.splice(0, 2 * TAIL_LINES);
      for (const event of reader.read(line)) follow.onEvent(event);
    }
    const succeeded = await hasSucceeded(cluster, container, follow.signal);
    for (const event of reader.end(succeeded)) follow.onEvent(event);
  } catch (error) {
    // The log is only for display: the digests at the target decide what was copied.
    if (!(error instanceof ClusterError) && !follow.signal.aborted) throw error;
  }
}

/** The log may end before the pod's status has the exit code of its container. */
async function hasSucceeded(
  cluster: Cluster,
  { namespace, name, container }: PodName & { readonly container: string },
  signal: AbortSignal,
): Promise<boolean> {
  const query = { namespace, fieldSelector: `metadata.name=${name}` };
  let seen = false;
  for await (const { object: pod, type } of cluster.watch(PODS, query, signal)) {
    if (type === 'DELETED') return false;
    seen ||= pod !== undefined;
    if (type === 'SYNCED' && !seen) return false;
    const ended = pod && statuses(pod).find((status) => status.name === container)?.state?.terminated;
    if (ended !== undefined) return ended.exitCode === 0;
  }
  return false;
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: unknown;
    readonly terminated?: { readonly exitCode?: number };
  };
}

function statuses(pod: KubernetesObject): readonly ContainerStatus[] {
  return (valueAt(pod, ['status', 'containerStatuses']) ?? []) as readonly ContainerStatus[];
}

function phaseOf(pod: KubernetesObject, container: string): PodPhase {
  const state = statuses(pod).find(({ name }) => name === container)?.state;
  if (state?.terminated !== undefined) return 'ended';
  return state?.running === undefined ? 'waiting' : 'running';
}

function waitingReason(pod: KubernetesObject): { text: string; isTerminal: boolean } | undefined {
  const name = pod.metadata.name;
  const waiting = statuses(pod).find(({ state }) => state?.waiting !== undefined)?.state?.waiting;
  if (waiting?.reason !== undefined && waiting.reason !== 'ContainerCreating') {
    const text = `pod ${name}: ${waiting.reason}${waiting.message === undefined ? '' : `: ${waiting.message}`}`;
    return { text, isTerminal: TERMINAL.has(waiting.reason) };
  }
  const conditions = (valueAt(pod, ['status', 'conditions']) ?? []) as readonly {
    type: string;
    status: string;
    message?: string;
  }[];
  const scheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return scheduled === undefined
    ? undefined
    : { text: `pod ${name} is not scheduled: ${scheduled.message ?? ''}`, isTerminal: false };
}
