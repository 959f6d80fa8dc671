/** Evidence about a workload that did not become healthy, collected before the rollback. */
import { countOf } from '../../domain/count-of.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import {
  containerStates,
  type ContainerState,
  isHeldUp,
  isReady,
} from '../../domain/rollout/container-state.ts';
import { creationFailure } from '../../domain/workload-kinds/status-rules.ts';
import { logTail } from './log-tail.ts';
import { unscheduled } from './pod-trouble.ts';
import { newPodsOf, type WorkloadPod } from './pods-of-workload.ts';
import { warningsAbout } from './warnings-about.ts';

/** Pods shown at most: they mostly fail for the same reason. */
const PODS = 2;

/** Reason of the event that explains a failed pull. */
const PULL_FAILED = 'Failed';

/** Lines are cut to this length. */
const LINE_CHARACTERS = 500;

/** Sentences and log lines, for display; never throws because of missing evidence. */
export async function collectEvidence(
  cluster: Cluster,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<string[]> {
  const object = await cluster.get(ref.resource, ref, signal);
  if (object === undefined) return [];
  const pods = await newPodsOf(cluster, object, signal);
  const troubled = pods.filter(isTroubled).toSorted((a, b) => rank(a) - rank(b));
  const ofPods = troubled.slice(0, PODS).map(async (pod) => evidenceOf(cluster, pod, signal));
  const refusal = creationFailure(object);
  const lines = [
    ...(refusal === undefined ? [] : [`${describeRef(ref)}: ${refusal}`]),
    ...(await warningsAbout(cluster, object, signal)).map((warning) => `${describeRef(ref)}: ${warning}`),
    ...(await Promise.all(ofPods)).flat(),
    ...(troubled.length > PODS ? [`and ${countOf(troubled.length - PODS, 'more pod')} not ready`] : []),
  ];
  return lines.map(printable);
}

async function evidenceOf(
  cluster: Cluster,
  pod: WorkloadPod,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const states = containerStates(pod.object);
  const awaited = states.some(isPulling) ? PULL_FAILED : undefined;
  const warnings = await warningsAbout(cluster, pod.object, signal, awaited);
  const ended = states.filter((state) => state.endedBefore !== undefined || state.ended !== undefined);
  const logs: string[] = [];
  for (const state of ended.filter(({ ended: end, endedBefore }) => (end ?? endedBefore)?.exitCode !== 0)) {
    const { name: container, running } = state;
    const tail = await logTail(cluster, { pod, container, previous: running }, signal);
    logs.push(...tail.map((line) => `log of pod ${pod.name}, container ${container}: ${line}`));
  }
  return [
    ...states.flatMap((state) => describeState(pod.object, state)),
    ...unscheduled(pod),
    ...warnings.map((warning) => `pod ${pod.name}: ${warning}`),
    ...logs,
  ];
}

function describeState({ metadata }: KubernetesObject, state: ContainerState): string[] {
  const who = `pod ${metadata.name}: container ${state.name}`;
  const { waiting, ended, endedBefore, restarts } = state;
  const end = ended ?? endedBefore;
  return [
    ...(isHeldUp(state) ? [`${who} is waiting: ${joined(waiting?.reason, waiting?.message)}`] : []),
    ...(end === undefined || end.exitCode === 0
      ? []
      : [`${who} terminated with exit code ${end.exitCode ?? '?'} (${joined(end.reason, end.message)})`]),
    ...(restarts === 0 ? [] : [`${who} was restarted ${restarts} times`]),
  ];
}

/** Retried by the kubelet in vain. */
function isPulling({ waiting }: ContainerState): boolean {
  return waiting?.reason === 'ErrImagePull' || waiting?.reason === 'ImagePullBackOff';
}

function joined(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(': ');
}

function isTroubled({ object, containers }: WorkloadPod): boolean {
  return !isReady(object) || containers.some(({ restarts = 0 }) => restarts > 0);
}

/** Sorts pods whose containers report a reason first. */
function rank({ object }: WorkloadPod): number {
  return containerStates(object).some((state) => isHeldUp(state) || state.restarts > 0) ? 0 : 1;
}

/** Logs may contain anything, including terminal control sequences. */
function printable(line: string): string {
  const text = line.replaceAll(/\p{Cc}+/gu, ' ').trimEnd();
  return text.length > LINE_CHARACTERS ? `${text.slice(0, LINE_CHARACTERS)}...` : text;
}
