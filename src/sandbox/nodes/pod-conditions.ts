/** Conditions of a pod (pkg/kubelet/status/generate.go). */
import type { PodCondition } from '../objects/pod.ts';
import type { ContainerRecord } from './container-record.ts';

type Outcome = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

export interface ConditionsInput {
  readonly records: readonly ContainerRecord[];
  readonly phase: string;
  /** Network and volumes are there. */
  readonly sandboxReady: boolean;
  readonly current: readonly PodCondition[];
  readonly readinessGates: readonly string[];
  readonly generation: number;
  /** As the API writes times. */
  readonly now: string;
}

/** The kubelet's own in its order; those of others stay, at the end. */
export function conditionsOf(input: ConditionsInput): readonly PodCondition[] {
  const { records, phase, current } = input;
  const containersReady = { type: 'ContainersReady', ...readiness(records, phase) };
  const own: Outcome[] = [
    { type: 'PodReadyToStartContainers', status: input.sandboxReady ? 'True' : 'False' },
    { type: 'Initialized', ...initialisation(records, phase) },
    { type: 'Ready', ...gated(containersReady, input) },
    containersReady,
  ];
  const types = new Set(own.map(({ type }) => type));
  return [...own.map((outcome) => timed(outcome, input)), ...current.filter(({ type }) => !types.has(type))];
}

/** The time of a condition is that of its last change of status. */
function timed(outcome: Outcome, { current, now, generation }: ConditionsInput): PodCondition {
  const before = current.find(({ type }) => type === outcome.type);
  const since = before?.status === outcome.status ? before.lastTransitionTime : undefined;
  return {
    type: outcome.type,
    observedGeneration: generation,
    status: outcome.status,
    lastProbeTime: null,
    lastTransitionTime: since ?? now,
    ...(outcome.reason !== undefined && { reason: outcome.reason }),
    ...(outcome.message !== undefined && { message: outcome.message }),
  };
}

type Verdict = Omit<Outcome, 'type'>;

function readiness(records: readonly ContainerRecord[], phase: string): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const counted = records.filter(({ kind }) => kind === 'app' || kind === 'sidecar');
  return verdict(
    'ContainersNotReady',
    'unready',
    counted.filter(({ ready }) => !ready),
  );
}

function gated(containersReady: Outcome, { readinessGates, current }: ConditionsInput): Verdict {
  const { status, reason, message } = containersReady;
  if (status !== 'True') return { status, ...(reason && { reason }), ...(message && { message }) };
  const missing = readinessGates.filter(
    (gate) => current.find(({ type }) => type === gate)?.status !== 'True',
  );
  if (missing.length === 0) return { status };
  const messages = missing.map(
    (gate) => `corresponding condition of pod readiness gate "${gate}" does not exist.`,
  );
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

function initialisation(records: readonly ContainerRecord[], phase: string): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (records.some(({ kind, run }) => kind === 'app' && run !== undefined)) return { status: 'True' };
  const incomplete = records.filter(
    ({ kind, state, started }) =>
      (kind === 'init' && state.terminated?.exitCode !== 0) || (kind === 'sidecar' && !started),
  );
  return verdict('ContainersNotInitialized', 'incomplete', incomplete);
}

function verdict(reason: string, word: string, bad: readonly ContainerRecord[]): Verdict {
  if (bad.length === 0) return { status: 'True' };
  const names = bad.map(({ name }) => name).join(' ');
  return { status: 'False', reason, message: `containers with ${word} status: [${names}]` };
}
