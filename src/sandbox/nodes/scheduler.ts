/** Gives pods their nodes: one that fits and has the fewest pods. */
import { resourceName } from '../objects/api-resource.ts';
import type { Clock } from '../clock.ts';
import { ApiFailure } from '../objects/api-failure.ts';
import { NODES, PODS } from '../objects/api-resources.ts';
import type { ObjectEvent, Objects } from '../objects/objects.ts';
import type { RecordEvent } from '../objects/record-event.ts';
import type { Pod, PodCondition } from '../objects/pod.ts';
import { misfit, type Node } from './misfit.ts';
import { apiTime, isFinished } from './pod.ts';

export interface SchedulerOptions {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly recordEvent: RecordEvent;
}

const OWN_NAME = 'default-scheduler';
const POD_RESOURCE = resourceName(PODS);
const NODE_RESOURCE = resourceName(NODES);

/** A gated pod waits until somebody has taken its gates away. */
function isOurs({ spec }: Pod): boolean {
  return (spec?.schedulerName ?? OWN_NAME) === OWN_NAME && (spec?.schedulingGates ?? []).length === 0;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  /** Pods without a node, by uid, in the order of their creation. */
  readonly #queue = new Map<string, Pod>();
  /** Those of them that fit nowhere when last tried. */
  readonly #stuck = new Set<string>();
  /** Node by uid of the pod that it runs. */
  readonly #placed = new Map<string, string>();
  readonly #unsubscribe: () => void;
  #planned = false;
  #stopped = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#unsubscribe = options.objects.subscribe((event) => {
      this.#heard(event);
    });
    for (const pod of options.objects.list(PODS)) this.#see(pod);
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
  }

  #heard({ type, resource, object, previous }: ObjectEvent): void {
    const name = resourceName(resource);
    if (name === NODE_RESOURCE && (previous === undefined || isOtherNode(object, previous))) {
      this.#stuck.clear();
      this.#plan();
    }
    if (name !== POD_RESOURCE) return;
    if (type !== 'DELETED') {
      this.#see(object);
      return;
    }
    this.#queue.delete(object.metadata.uid);
    this.#placed.delete(object.metadata.uid);
  }

  #see(pod: Pod): void {
    const { uid, deletionTimestamp } = pod.metadata;
    const nodeName = pod.spec?.nodeName ?? '';
    if (nodeName !== '' && !isFinished(pod)) this.#placed.set(uid, nodeName);
    else this.#placed.delete(uid);
    if (nodeName !== '' || deletionTimestamp !== undefined) {
      this.#queue.delete(uid);
    } else if (isOurs(pod)) {
      this.#queue.set(uid, pod);
      this.#plan();
    }
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    // What is told by an event must not be answered within it.
    queueMicrotask(() => {
      this.#planned = false;
      if (!this.#stopped) this.#scheduleAll();
    });
  }

  #scheduleAll(): void {
    const nodes = this.#options.objects.list(NODES);
    for (const pod of [...this.#queue.values()]) {
      if (this.#stuck.has(pod.metadata.uid)) continue;
      try {
        this.#schedule(pod, nodes);
      } catch (error) {
        // The pod is gone or has changed: its next event brings it back.
        if (!(error instanceof ApiFailure)) throw error;
      }
    }
  }

  #schedule(pod: Pod, nodes: readonly Node[]): void {
    const misfits = nodes.map((node) => misfit(pod, node));
    const fitting = nodes.filter((_, index) => misfits[index] === undefined);
    const [best] = fitting.toSorted((a, b) => this.#podsOn(a) - this.#podsOn(b));
    if (best === undefined) this.#giveUp(pod, misfits);
    else this.#bind(pod, best.metadata.name);
  }

  #podsOn({ metadata }: Node): number {
    let count = 0;
    for (const node of this.#placed.values()) if (node === metadata.name) count += 1;
    return count;
  }

  #bind(pod: Pod, nodeName: string): void {
    const { name, namespace = '', uid } = pod.metadata;
    const { objects } = this.#options;
    this.#queue.delete(uid);
    this.#placed.set(uid, nodeName);
    objects.updateStatus(PODS, pod.metadata, (current) => this.#withCondition(current, { status: 'True' }));
    objects.update(PODS, pod.metadata, (current) => ({
      ...current,
      spec: { containers: [], ...current.spec, nodeName },
    }));
    this.#tell(pod, 'Normal', ['Scheduled', `Successfully assigned ${namespace}/${name} to ${nodeName}`]);
  }

  #giveUp(pod: Pod, misfits: readonly (string | undefined)[]): void {
    this.#stuck.add(pod.metadata.uid);
    const message = unschedulableMessage(misfits.map((reason) => reason ?? ''));
    const outcome = { status: 'False', reason: 'Unschedulable', message };
    this.#options.objects.updateStatus(PODS, pod.metadata, (current) =>
      this.#withCondition(current, outcome),
    );
    this.#tell(pod, 'Warning', ['FailedScheduling', message]);
  }

  #withCondition(pod: Pod, outcome: Pick<PodCondition, 'status' | 'reason' | 'message'>) {
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
    const condition = {
      type: 'PodScheduled',
      observedGeneration: pod.metadata.generation ?? 1,
      lastProbeTime: null,
      lastTransitionTime: apiTime(this.#options.clock.now()),
      ...outcome,
    };
    return { ...pod, status: { phase: 'Pending', ...pod.status, conditions: [...others, condition] } };
  }

  #tell(about: Pod, type: 'Normal' | 'Warning', [reason, message]: readonly [string, string]): void {
    this.#options.recordEvent({ about, type, reason, message, component: OWN_NAME });
  }
}

/** A heartbeat is no news. */
function isOtherNode(node: Node, previous: Node): boolean {
  return node.spec !== previous.spec || node.metadata.labels !== previous.metadata.labels;
}

/** pkg/scheduler/framework/types.go, `FitError`. */
function unschedulableMessage(reasons: readonly string[]): string {
  const none = `0/${reasons.length} nodes are available`;
  if (reasons.length === 0) return 'no nodes available to schedule pods';
  const counts = [...Map.groupBy(reasons, (reason) => reason)].map(
    ([reason, all]) => `${all.length} ${reason}`,
  );
  const preemption = `${none}: ${reasons.length} Preemption is not helpful for scheduling.`;
  return `${none}: ${counts.toSorted().join(', ')}. preemption: ${preemption}`;
}
