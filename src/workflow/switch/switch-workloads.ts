/** Switches the workloads of a plan whose images are proven, wave by wave; a failure stops the spread. */
import type { Credential } from '../../domain/credentials/credential.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Plan, PlannedChange } from '../../domain/plan/plan.ts';
import { planWaves, type WaveRules } from '../../domain/plan/waves.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Unproven } from '../copy/prove-images.ts';
import { rememberImagePaths } from '../inventory/image-path-memory.ts';
import { preparePulls } from './grant-pulls.ts';
import { leaveAlone } from './leave-alone.ts';
import { putBack } from './put-back.ts';
import { isFailure, type SwitchContext, type SwitchedWorkload } from './switch-workload.ts';
import { switchWave } from './switch-wave.ts';

/** What becomes of the rest when a workload fails. */
export type OnFailure =
  /** Its wave is put back, the others stay, nothing more is begun. */
  | 'halt'
  /** It alone is put back, the run goes on. */
  | 'continue'
  /** Everything that this run has switched is put back. */
  | 'rollback-all';

export interface SwitchInput {
  readonly plan: Plan;
  readonly unproven: Unproven;
  /** The login that pods need at the target. */
  readonly pullLogin?: Credential;
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret that gets the login too. */
  readonly registrySecret?: string;
  readonly maxInFlight: number;
  readonly waves: WaveRules;
  /** How long the workloads of a wave have to stay ready, in seconds, before the next begins. */
  readonly settleSeconds: number;
  readonly onFailure: OnFailure;
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  readonly customImages: readonly CustomImages[];
  /** Told of every workload as soon as it is known what became of it. */
  readonly onOutcome?: (workload: SwitchedWorkload) => void;
}

export interface SwitchReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'SwitchReport';
  readonly workloads: readonly SwitchedWorkload[];
}

/** Throws when pull Secrets cannot be provided: nothing has been patched then. */
export async function switchWorkloads(
  context: Omit<SwitchContext, 'proven'>,
  input: SwitchInput,
  work: Work,
): Promise<SwitchReport> {
  const { plan, unproven } = input;
  const [provable, held] = split(plan.changes, ({ images }) =>
    images.every(({ copy }) => !unproven.has(copy)),
  );
  const waves = planWaves(provable, input.waves);
  const proven = new Map(provable.flatMap(({ images }) => images.map(({ from, to }) => [from, to] as const)));
  await preparePulls(context.cluster, provable, input, work.signal);
  if (provable.some(({ images }) => images.some(({ slot }) => slot === 'field'))) {
    await rememberImagePaths(context.cluster, input.homeNamespace, input.customImages, work.signal);
  }
  let workloads = held.map((change) => leaveAlone(change, whyUnproven(change, unproven), { input, work }));
  for (const [index, wave] of waves.entries()) {
    work.progress.update(`wave ${index + 1} of ${waves.length}: ${wave.title}`);
    const halted = input.onFailure !== 'continue' && workloads.some(isFailure);
    const results = await switchWave({ ...context, proven }, { wave, input, halted }, work);
    workloads = [...workloads, ...results];
  }
  if (input.onFailure === 'rollback-all' && workloads.some(isFailure)) {
    workloads = await putBack(context, { workloads, reason: RUN_FAILED, input }, work);
  }
  return { apiVersion: 'registry-switch/v1', kind: 'SwitchReport', workloads: inOrder(workloads, plan) };
}

const RUN_FAILED = { state: 'failed', message: 'the run failed' } as const;

/** As the plan has them, whatever wave they were in. */
function inOrder(workloads: readonly SwitchedWorkload[], { changes }: Plan): SwitchedWorkload[] {
  const places = new Map(changes.map(({ workload }, place) => [workload, place]));
  const place = ({ workload }: SwitchedWorkload): number => places.get(workload) ?? 0;
  return workloads.toSorted((a, b) => place(a) - place(b));
}

function whyUnproven({ images }: PlannedChange, unproven: Unproven): string {
  const copy = images.find((image) => unproven.has(image.copy))?.copy ?? '';
  return `${copy}: ${unproven.get(copy) ?? ''}`;
}

function split<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
