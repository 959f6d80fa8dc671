/** The module `registry`, first implementation: brings a cluster from one registry to another, condition by condition. */
import { isDeepStrictEqual } from 'node:util';
import { SECRETS } from '../../objects/api-resources.ts';
import { decodedData } from '../decoded-data.ts';
import { applyObject } from '../kube/apply-object.ts';
import { leaderPod } from '../leader-pod.ts';
import type { Look, StandIn } from '../stand-in.ts';
import { type Condition, conditionOf, type Step, stepsTo, withCondition } from './conditions.ts';
import type { RegistryParams } from './registry-params.ts';
import {
  CONFIG_SECRET,
  readConfig,
  readState,
  type RegistryState,
  STATE_SECRET,
  stateSecret,
} from './registry-state.ts';
import { stepsOf, type TakeStep } from './take-step.ts';

/** A move to these settings. */
interface Move {
  readonly config: RegistryParams;
  readonly params: RegistryParams;
  readonly order: readonly Step[];
  readonly take: Readonly<Record<Step, TakeStep>>;
  readonly begun: Set<Step>;
  readonly done: Set<Step>;
}

/** Each look is one run of the hook, and writes the Secret once. */
export function orchestrator(standIn: StandIn): Look {
  const { kube, wait } = standIn;
  let move: Move | undefined;
  return async () => {
    const read = await Promise.all(
      [CONFIG_SECRET, STATE_SECRET].map(async (name) => kube.get(SECRETS, name)),
    );
    const [config, state] = read.map((secret) => secret && decodedData(secret.data));
    if (config === undefined || state === undefined || (await leaderPod(kube)) === undefined) return;
    const [wanted, before] = [readConfig(config), readState(state)];
    if (move === undefined || !isDeepStrictEqual(move.config, wanted)) {
      const params = paramsOf(wanted, before);
      if (params === undefined || isReached(params, before)) return;
      move = begin(standIn, wanted, params);
    }
    await wait(1);
    await applyObject(kube, stateSecret(await run(move, before)));
    if (move.done.size === move.order.length && move.order.length > 0) move = undefined;
  };
}

/** Without a section it is what was reached last, now managed by nobody; `undefined`: there is nothing to do. */
function paramsOf(wanted: RegistryParams, { params }: RegistryState): RegistryParams | undefined {
  if (wanted.mode !== 'Unmanaged' || wanted.imagesRepo !== undefined) return wanted;
  return params && { ...params, mode: 'Unmanaged' };
}

function isReached(params: RegistryParams, { params: reached, conditions }: RegistryState): boolean {
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' && isDeepStrictEqual(reached, params);
}

function begin(standIn: StandIn, config: RegistryParams, params: RegistryParams): Move {
  const order = stepsTo(params.mode, config.imagesRepo !== undefined) ?? [];
  return { config, params, order, take: stepsOf(standIn, params), begun: new Set(), done: new Set() };
}

/** As far as it goes: all steps that are finished, and what the first unfinished one waits for. */
async function run(
  { params, order, take, begun, done }: Move,
  before: RegistryState,
): Promise<RegistryState> {
  const { mode } = params;
  const now = new Date();
  const kept = before.targetMode === mode ? before.conditions : [];
  const base = { mode: before.mode, targetMode: mode, ...(before.params && { params: before.params }) };
  if (order.length === 0) return { ...base, conditions: withCondition(kept, unsupported(mode), now) };
  let conditions = kept;
  for (const step of order.filter((one) => !done.has(one))) {
    const message = await take[step](!begun.has(step));
    begun.add(step);
    conditions = withCondition(conditions, conditionOf(step, message), now);
    if (message !== undefined) {
      const ready = {
        type: 'Ready',
        status: 'False',
        reason: 'Processing',
        message: `Transitioning to ${mode}`,
      } as const;
      return { ...base, conditions: withCondition(conditions, ready, now) };
    }
    done.add(step);
  }
  const ready = { type: 'Ready', status: 'True', reason: '', message: '' } as const;
  return { mode, targetMode: mode, params, conditions: withCondition(conditions, ready, now) };
}

function unsupported(mode: string): Omit<Condition, 'lastTransitionTime'> {
  const message = `unsupported mode: ${mode}`;
  return { type: 'ErrTransitionNotSupported', status: 'True', reason: 'Error', message };
}
