/** The life of one pod on its node (pkg/kubelet/kubelet.go: `SyncPod`, `SyncTerminatingPod`, `SyncTerminatedPod`). */
import { isDeepStrictEqual } from 'node:util';
import { ApiFailure } from '../objects/api-failure.ts';
import { PODS } from '../objects/api-resources.ts';
import type { Pod } from '../objects/pod.ts';
import { isRunning } from './container-record.ts';
import { teller } from './container-starter.ts';
import { endContainers } from './end-containers.ts';
import { PullFailure } from './images/pull-failure.ts';
import type { NodeContext } from './node-context.ts';
import { PodContainers } from './pod-containers.ts';
import { podStatus } from './pod-status.ts';
import type { KeyedData } from './keyed-data.ts';
import { MountFailure, mountVolumes } from './pod-volumes.ts';
import { apiTime, isFinished } from './pod.ts';

/** The first wait after a volume could not be set up, and the longest: they double. */
const MOUNT_RETRY = { first: 500, longest: 122_000 };

export class PodWorker {
  readonly #node: NodeContext;
  readonly #containers: PodContainers;
  readonly #giveUp = new AbortController();
  readonly #startTime: string;
  #pod: Pod;
  #podIp: string | undefined;
  /** As containers see them: what is mounted changes in place. */
  #volumes: Map<string, KeyedData> | undefined;
  #mountRetry = MOUNT_RETRY.first;
  #failure: { readonly reason: string; readonly message: string } | undefined;
  #ending = false;
  #wanted = false;
  #busy = false;
  /** Nothing is done any more. */
  #over = false;

  constructor(node: NodeContext, pod: Pod) {
    this.#node = node;
    this.#pod = pod;
    this.#startTime = apiTime(node.clock.now());
    this.#containers = new PodContainers({
      node,
      pod: () => this.#pod,
      signal: this.#giveUp.signal,
      changed: () => {
        this.#publish();
      },
      wake: () => {
        this.wake();
      },
    });
    this.#watchDeadline();
    this.wake();
  }

  /** The pod as it is now. */
  update(pod: Pod): void {
    const before = this.#pod;
    this.#pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined) this.#giveUp.abort();
    // Most updates are the status that was just written.
    const isNews =
      pod.metadata.deletionTimestamp !== before.metadata.deletionTimestamp ||
      (pod.spec !== before.spec && !isDeepStrictEqual(pod.spec, before.spec));
    if (isNews) this.wake();
    if (!isDeepStrictEqual(pod.metadata.annotations, before.metadata.annotations)) this.#mountAgain();
  }

  /** The pod is gone: whatever still runs is killed without a word. */
  drop(): void {
    this.#over = true;
    this.#giveUp.abort();
    this.#containers.stop();
    this.#node.logs.close(this.#pod.metadata);
    this.#node.images.forget(this.#pod.metadata.uid);
  }

  /** Looks at the pod soon; one look at a time. */
  wake(): void {
    this.#wanted = true;
    if (this.#busy || this.#over) return;
    this.#busy = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    // What is told by an event must not be answered within it.
    await Promise.resolve();
    try {
      while (this.#wanted && !this.#over) {
        this.#wanted = false;
        await this.#look();
      }
    } finally {
      this.#busy = false;
    }
  }

  async #look(): Promise<void> {
    if (this.#isToEnd()) {
      await this.#end();
      return;
    }
    if (isFinished(this.#pod)) return;
    this.#publish();
    if (!this.#mount()) return;
    this.#podIp ??= this.#node.nextPodIp();
    try {
      await this.#containers.advance(this.#volumes ?? new Map());
    } catch (error) {
      // Pulls are given up when the pod is to end: the next look ends it.
      if (!(error instanceof PullFailure && this.#giveUp.signal.aborted)) throw error;
    }
    this.#publish();
  }

  #isToEnd(): boolean {
    return this.#pod.metadata.deletionTimestamp !== undefined || this.#failure !== undefined;
  }

  /** `false`: something is missing, and is looked for again later. */
  #mount(): boolean {
    if (this.#volumes !== undefined) return true;
    try {
      this.#volumes = mountVolumes(this.#node.objects, this.#pod);
      return true;
    } catch (error) {
      if (!(error instanceof MountFailure)) throw error;
      teller(this.#node, this.#pod)('Warning', 'FailedMount', error.message);
      this.#containers.wakeAfter(this.#mountRetry);
      this.#mountRetry = Math.min(2 * this.#mountRetry, MOUNT_RETRY.longest);
      return false;
    }
  }

  /** Files follow what they are made of: the kubelet sees to that in its rounds, and when a pod has changed. */
  #mountAgain(): void {
    try {
      const volumes = this.#volumes === undefined ? [] : mountVolumes(this.#node.objects, this.#pod);
      for (const [name, data] of volumes) this.#volumes?.set(name, data);
    } catch (error) {
      if (!(error instanceof MountFailure)) throw error;
    }
  }

  async #end(): Promise<void> {
    if (!this.#ending) {
      this.#ending = true;
      await endContainers(this.#node, this.#pod, this.#containers.records);
      this.#publish();
    }
    const { deletionTimestamp, uid } = this.#pod.metadata;
    if (deletionTimestamp === undefined) return;
    this.#over = true;
    ignoringConflicts(() => {
      this.#node.objects.delete(PODS, this.#pod.metadata, { gracePeriodSeconds: 0, uid });
    });
  }

  /** A pod may say how long it is to run. */
  #watchDeadline(): void {
    const { activeDeadlineSeconds } = this.#pod.spec ?? {};
    if (activeDeadlineSeconds === undefined) return;
    this.#node.clock.after(activeDeadlineSeconds * 1000, () => {
      if (this.#over || isFinished(this.#pod)) return;
      const message = 'Pod was active on the node longer than the specified deadline';
      this.#failure = { reason: 'DeadlineExceeded', message };
      teller(this.#node, this.#pod)('Normal', 'DeadlineExceeded', message);
      this.#giveUp.abort();
      this.wake();
    });
  }

  #publish(): void {
    if (this.#over) return;
    const { records } = this.#containers;
    ignoringConflicts(() => {
      this.#pod = this.#node.objects.updateStatus(PODS, this.#pod.metadata, (current) => {
        if (current.metadata.uid !== this.#pod.metadata.uid) return current;
        const status = podStatus(current, {
          records,
          hostIp: this.#node.hostIp,
          podIp: this.#podIp,
          startTime: this.#startTime,
          now: apiTime(this.#node.clock.now()),
          ending: this.#ending && !records.some(isRunning),
          failure: this.#failure,
        });
        return { ...current, status };
      });
    });
  }
}

/** The pod may be gone, or be another of the same name. */
function ignoringConflicts(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
  }
}
