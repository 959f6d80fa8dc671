/** The containers of one pod: what runs, what waits, what is to be started next. */
import type { Cancel } from '../clock.ts';
import type { Pod } from '../objects/pod.ts';
import {
  exitCodeOf,
  isRunning,
  newRecord,
  type ContainerRecord,
  type ContainerRun,
} from './container-record.ts';
import { startContainer, teller, type StartRequest } from './container-starter.ts';
import { goDuration } from './go-duration.ts';
import type { NodeContext } from './node-context.ts';
import { apiTime, containersOf, podInMessage, type Container, type PodContainer } from './pod.ts';
import type { MountedVolumes } from './pod-volumes.ts';
import { terminatedState } from './terminated-state.ts';

/** After the first failure of a pull the kubelet looks again when it hears that the pod's network is up. */
const SOON = 1000;

/** Between two looks at a pod with trouble (the kubelet: 10 to 15 s). */
const LATER = 12_000;

export interface Surroundings {
  readonly node: NodeContext;
  /** The pod as it is now. */
  readonly pod: () => Pod;
  readonly signal: AbortSignal;
  /** Something is to be told in the status. */
  readonly changed: () => void;
  /** Something is to be done. */
  readonly wake: () => void;
}

export class PodContainers {
  readonly #around: Surroundings;
  readonly #records = new Map<string, ContainerRecord>();
  readonly #timers = new Set<Cancel>();

  constructor(around: Surroundings) {
    this.#around = around;
    this.#take(around.pod());
  }

  get records(): readonly ContainerRecord[] {
    return [...this.#records.values()];
  }

  /** Starts what is to run, in order; what fails waits for a later call. */
  async advance(volumes: MountedVolumes): Promise<void> {
    const pod = this.#around.pod();
    this.#take(pod);
    for (const which of containersOf(pod)) {
      const record = this.#records.get(which.container.name);
      if (record === undefined || this.#around.signal.aborted) return;
      await this.#advanceOne(which, record, volumes);
      if (blocksOthers(record) && !this.#appsHaveStarted()) return;
    }
    this.#endSidecars();
  }

  /** Looks again after so many milliseconds. */
  wakeAfter(milliseconds: number): void {
    const cancel = this.#around.node.clock.after(milliseconds, () => {
      this.#timers.delete(cancel);
      this.#around.wake();
    });
    this.#timers.add(cancel);
  }

  stop(): void {
    for (const cancel of this.#timers) cancel();
    for (const { name, run } of this.#records.values()) {
      run?.process.kill();
      this.#around.node.restarts.forget(this.#restartKey(name, run));
    }
  }

  #take(pod: Pod): void {
    const initialising = (pod.spec?.initContainers ?? []).length > 0;
    for (const { container, kind } of containersOf(pod)) {
      if (this.#records.has(container.name)) continue;
      const reason = initialising ? 'PodInitializing' : 'ContainerCreating';
      this.#records.set(container.name, newRecord(container.name, kind, reason));
    }
  }

  async #advanceOne(which: PodContainer, record: ContainerRecord, volumes: MountedVolumes): Promise<void> {
    const isOutdated = isRunning(record) && record.run?.specImage !== which.container.image;
    if (isRunning(record) && !isOutdated) return;
    if (isOutdated) await this.#endOutdated(which, record);
    else if (this.#hasEndedForGood(which, record) || this.#isCrashLooping(which, record)) return;
    await this.#start(record, { pod: this.#around.pod(), which, volumes, signal: this.#around.signal });
  }

  /** Image changes of a running pod restart the container. */
  async #endOutdated(which: PodContainer, record: ContainerRecord): Promise<void> {
    const { node, pod } = this.#around;
    const message = `Container ${record.name} definition changed, will be restarted`;
    teller(node, pod(), which.fieldPath)('Normal', 'Killing', message);
    const { run } = record;
    run?.process.terminate();
    await run?.process.exited;
  }

  #hasEndedForGood({ kind }: PodContainer, record: ContainerRecord): boolean {
    if (record.state.terminated === undefined) return false;
    const { restartPolicy = 'Always' } = this.#around.pod().spec ?? {};
    if (kind === 'sidecar') return this.#appsAreDone();
    if (restartPolicy === 'Never') return true;
    return exitCodeOf(record) === 0 && (restartPolicy !== 'Always' || kind === 'init');
  }

  /** Waits longer before each restart; the first one comes at once. */
  #isCrashLooping({ container, fieldPath }: PodContainer, record: ContainerRecord): boolean {
    const ended = record.state.terminated ?? record.lastState.terminated;
    const isWaiting = record.state.waiting?.reason === 'CrashLoopBackOff';
    if (ended === undefined || (record.state.terminated === undefined && !isWaiting)) return false;
    const { node, pod } = this.#around;
    const key = this.#restartKey(record.name, record.run);
    const outdated = record.run?.specImage !== container.image;
    const wait = outdated ? undefined : node.restarts.waiting(key);
    if (wait === undefined) {
      if (!outdated) node.restarts.next(key);
      return false;
    }
    const whose = `container ${record.name} in pod ${podInMessage(pod())}`;
    teller(node, pod(), fieldPath)('Warning', 'BackOff', `Back-off restarting failed ${whose}`);
    const message = `back-off ${goDuration(wait)} restarting failed container=${record.name} pod=${podInMessage(pod())}`;
    record.lastState = { terminated: ended };
    record.state = { waiting: { reason: 'CrashLoopBackOff', message } };
    this.wakeAfter(LATER);
    return true;
  }

  async #start(record: ContainerRecord, request: StartRequest): Promise<void> {
    const outcome = await startContainer(this.#around.node, request);
    if ('trouble' in outcome) {
      const { reason, message } = outcome.trouble;
      if (record.state.terminated !== undefined) record.lastState = record.state;
      record.state = { waiting: { reason, message } };
      this.wakeAfter(reason === 'ErrImagePull' ? SOON : LATER);
      return;
    }
    const { run } = outcome;
    if (record.run !== undefined) {
      record.restartCount += 1;
      if (record.state.terminated !== undefined) record.lastState = record.state;
    }
    const startedAt = apiTime(this.#around.node.clock.now());
    record.run = run;
    record.state = { running: { startedAt } };
    this.#becomeReady(record, request.which.container, run);
    void run.process.exited.then((exitCode) => {
      this.#ended(record, request.which, { run, exitCode, startedAt });
    });
  }

  /** Probes always succeed, once they begin. */
  #becomeReady(record: ContainerRecord, container: Container, run: ContainerRun): void {
    record.started = container.startupProbe === undefined;
    if (record.kind === 'init') return;
    const delay = probeDelay(container);
    if (delay === undefined) {
      record.ready = true;
      return;
    }
    const cancel = this.#around.node.clock.after(delay * 1000, () => {
      this.#timers.delete(cancel);
      if (record.run !== run || !isRunning(record)) return;
      record.started = true;
      record.ready = true;
      this.#around.changed();
      this.#around.wake();
    });
    this.#timers.add(cancel);
  }

  #ended(
    record: ContainerRecord,
    { container }: PodContainer,
    end: { readonly run: ContainerRun; readonly exitCode: number; readonly startedAt: string },
  ): void {
    const finishedAt = apiTime(this.#around.node.clock.now());
    record.state = terminatedState(end.run, container, { ...end, finishedAt });
    record.started = false;
    record.ready = record.kind === 'init' && end.exitCode === 0;
    this.#around.changed();
    this.#around.wake();
  }

  #appsHaveStarted(): boolean {
    return this.records.some(({ kind, run }) => kind === 'app' && run !== undefined);
  }

  /** No app runs and none will be started again. */
  #appsAreDone(): boolean {
    const { restartPolicy = 'Always' } = this.#around.pod().spec ?? {};
    const apps = this.records.filter(({ kind }) => kind === 'app');
    return apps.every(
      (record) =>
        record.state.terminated !== undefined &&
        (restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && exitCodeOf(record) === 0)),
    );
  }

  #endSidecars(): void {
    if (!this.#appsAreDone()) return;
    for (const { kind, run } of this.records) if (kind === 'sidecar') run?.process.terminate();
  }

  #restartKey(name: string, run: ContainerRun | undefined): string {
    return `${this.#around.pod().metadata.uid}/${name}/${run?.specImage ?? ''}`;
  }
}

/** An init container holds up all after it until it is done, a sidecar until it has started. */
function blocksOthers({ kind, state, started }: ContainerRecord): boolean {
  if (kind === 'init') return state.terminated?.exitCode !== 0;
  return kind === 'sidecar' && !started;
}

/** Seconds until the probes have succeeded; `undefined`: there are none. */
function probeDelay({ startupProbe, readinessProbe }: Container): number | undefined {
  if (startupProbe === undefined && readinessProbe === undefined) return undefined;
  return (startupProbe?.initialDelaySeconds ?? 0) + (readinessProbe?.initialDelaySeconds ?? 0);
}
