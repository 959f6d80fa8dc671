/** The phase of a pod (pkg/kubelet/kubelet_pods.go, `getPhase`). */
import { isRunning, type ContainerRecord } from './container-record.ts';

export interface PhaseInput {
  readonly records: readonly ContainerRecord[];
  readonly restartPolicy: string;
  /** The pod is being ended: nothing is started again. */
  readonly ending: boolean;
}

/** A pod is not over before its last container has ended, sidecars too. */
export function phaseOf(input: PhaseInput): string {
  const phase = phaseByApps(input);
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  return isOver && input.records.some(isRunning) ? 'Running' : phase;
}

function phaseByApps({ records, restartPolicy, ending }: PhaseInput): string {
  const init = records.filter(({ kind }) => kind === 'init');
  const apps = records.filter(({ kind }) => kind === 'app');
  const anyAppStarted = apps.some(({ run }) => run !== undefined);
  const failedInit = init.some(
    ({ state, lastState }) => (state.terminated ?? lastState.terminated)?.exitCode,
  );
  if (failedInit && restartPolicy === 'Never') return 'Failed';
  const pendingSidecar = records.some(({ kind, started }) => kind === 'sidecar' && !started);
  const pendingInit = pendingSidecar || init.some(({ state }) => state.terminated?.exitCode !== 0);
  if (pendingInit && !anyAppStarted) return ending && failedInit ? 'Failed' : 'Pending';
  if (apps.some(isWaitingForItsFirstStart)) return 'Pending';
  if (apps.some(({ state }) => state.running !== undefined)) return 'Running';
  return phaseOfEnded(apps, restartPolicy, ending);
}

function isWaitingForItsFirstStart({ state, lastState }: ContainerRecord): boolean {
  return state.waiting !== undefined && lastState.terminated === undefined;
}

function phaseOfEnded(apps: readonly ContainerRecord[], restartPolicy: string, ending: boolean): string {
  const succeeded = apps.every(({ state }) => state.terminated?.exitCode === 0);
  if (ending) return succeeded ? 'Succeeded' : 'Failed';
  if (restartPolicy === 'Always') return 'Running';
  if (succeeded) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}
