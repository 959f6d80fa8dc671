/** Switches the workloads of a plan whose images are proven, wave by wave; a failure stops the run. */
import pMap from 'p-map';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import { leaseNamespaceOf } from '../../domain/kubernetes/own-names.ts';
import { dependenciesOf } from '../../domain/plan/dependencies.ts';
import { type Plan, type PlannedChange, stillPulling } from '../../domain/plan/plan.ts';
import { planWaves, type Wave } from '../../domain/plan/waves.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Unproven } from '../copy/prove-images.ts';
import { rememberImagePaths } from '../inventory/image-path-memory.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';
import { completeChanges } from './complete-changes.ts';
import { foreignSecrets, preparePulls } from './grant-pulls.ts';
import { rollBackWorkloads } from './roll-back-workloads.ts';
import { isFailure, isUnmoved, type SwitchedWorkload } from './switched-workload.ts';
import type { RollbackContext, SwitchContext } from './switch-context.ts';
import type { SwitchInput } from './switch-input.ts';
import { switchWave } from './switch-wave.ts';

export interface SwitchReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'SwitchReport';
  readonly workloads: readonly SwitchedWorkload[];
}

export type SwitchPorts = RollbackContext & Pick<SwitchContext, 'isSource' | 'questions'>;

/** Throws when pull Secrets cannot be provided, before any patch. */
export async function switchWorkloads(
  given: SwitchPorts,
  input: SwitchInput,
  work: Work,
): Promise<SwitchReport> {
  const { plan, unproven } = input;
  const foreign = await foreignSecrets(given.cluster, plan.changes, input, work.signal);
  const doubts = await pullDoubts(plan.changes, input, work);
  const whyNot = (change: PlannedChange): string | undefined => {
    const { ensurePullSecret, workload } = change;
    const namespace = workload.namespace ?? '';
    const inTheWay = ensurePullSecret === undefined ? undefined : foreign.get(namespace);
    return (
      input.refused?.get(leaseNamespaceOf(workload))?.message ??
      whyUnproven(change, unproven) ??
      doubts.get(change) ??
      inTheWay
    );
  };
  const [provable, held] = split(plan.changes, (change) => whyNot(change) === undefined);
  const unmoved = [...held, ...stillPulling(plan)].map(({ workload }) => workload);
  const waves = planWaves(provable, input.waves, unmoved);
  const context: SwitchContext = {
    ...given,
    drift: input.drift,
    scope: input.scope,
    customImages: input.customImages,
    ...(input.rewriteMentions === true && input.findMentions ? { findMentions: input.findMentions } : {}),
  };
  await completeChanges(context.cluster, input.ownersToRestore, work.signal);
  await preparePulls(context.cluster, provable, { ...input, run: given.run }, work.signal);
  // Including workloads left alone, for a later `verify`.
  if (provable.length > 0 && input.customImages.length > 0) {
    await rememberImagePaths(context.cluster, input.stateNamespace, input.customImages, work.signal);
  }
  let workloads = [
    ...(input.before ?? []),
    ...held.map((change) => leaveAlone(change, whyNot(change) ?? '', { input, work })),
  ];
  for (const [index, wave] of waves.entries()) {
    work.progress.update(`wave ${index + 1} of ${waves.length}: ${wave.title}`);
    const halted = input.onFailure !== 'continue' && workloads.some(isFailure);
    const waiting = waitingFor(wave, plan, workloads);
    const results = await switchWave(context, { wave, input, halted, waiting }, work);
    workloads = [...workloads, ...results];
  }
  if (input.onFailure === 'rollback-all' && workloads.some(isFailure)) {
    workloads = await rollBackWorkloads(context, { workloads, reason: RUN_FAILED, input }, work);
  }
  return { apiVersion: 'registry-switch/v1', kind: 'SwitchReport', workloads: inOrder(workloads, plan) };
}

const RUN_FAILED = { state: 'failed', message: 'the run failed' } as const;

/** Why workloads of a wave are not started: one that they depend on was not switched. */
function waitingFor(
  { changes }: Wave,
  plan: Plan,
  results: readonly SwitchedWorkload[],
): ReadonlyMap<PlannedChange, string> {
  const unmoved = [...results.filter(isUnmoved), ...stillPulling(plan)].map(({ workload }) => workload);
  const reasons = new Map<PlannedChange, string>();
  for (const [change, [first]] of dependenciesOf(changes, unmoved)) {
    if (first !== undefined)
      reasons.set(change, `${describeRef(first)}, which goes before it, was not switched`);
  }
  return reasons;
}

/** In the order of the plan, after those switched before the resume. */
function inOrder(workloads: readonly SwitchedWorkload[], { changes }: Plan): SwitchedWorkload[] {
  const places = new Map(changes.map(({ workload }, place) => [workload, place]));
  const place = ({ workload }: SwitchedWorkload): number => places.get(workload) ?? 0;
  return workloads.toSorted((a, b) => place(a) - place(b));
}

/** Why pods could not pull images that were proven with the login of the copy. */
async function pullDoubts(
  changes: readonly PlannedChange[],
  { pullDoubt, unproven }: SwitchInput,
  { signal, progress }: Work,
): Promise<ReadonlyMap<PlannedChange, string>> {
  const proven = changes.filter((change) => whyUnproven(change, unproven) === undefined);
  let asked = 0;
  const doubts = await pMap(
    proven,
    async (change) => {
      const doubt = await pullDoubt(change, signal);
      asked += 1;
      progress.update(`trying the logins of workloads: ${asked} of ${proven.length}`);
      return doubt === undefined ? [] : [[change, doubt] as const];
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return new Map(doubts.flat());
}

function whyUnproven({ images, mentions = [] }: PlannedChange, unproven: Unproven): string | undefined {
  const copies = [...images, ...mentions].map(({ copy }) => formatImageReference(copy));
  const copy = copies.find((one) => unproven.has(one));
  return copy === undefined ? undefined : `${copy}: ${unproven.get(copy) ?? ''}`;
}

function split<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Reports the result of a workload that is not touched. */
function leaveAlone(
  { workload }: PlannedChange,
  message: string,
  { input, work }: { readonly input: Pick<SwitchInput, 'onOutcome'>; readonly work: Work },
): SwitchedWorkload {
  work.progress.step(describeRef(workload)).skipped(message);
  const result: SwitchedWorkload = { workload, outcome: 'left-alone', images: [], message };
  input.onOutcome?.(result);
  return result;
}
