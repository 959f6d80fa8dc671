/** Switches the workloads of a plan whose images are proven, a few at a time; the first failure stops the spread. */
import pMap from 'p-map';
import type { Credential } from '../../domain/credentials/credential.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { Plan, PlannedChange } from '../../domain/plan/plan.ts';
import type { Step, Work } from '../../domain/ports/progress.ts';
import { rememberImagePaths } from '../inventory/image-path-memory.ts';
import { addLogin, ensurePullSecret, type PullGrant } from '../pull-secrets/grant-pull.ts';
import type { Unproven } from '../copy/prove-images.ts';
import { type SwitchContext, type SwitchedWorkload, switchWorkload } from './switch-workload.ts';

export interface SwitchInput {
  readonly plan: Plan;
  readonly unproven: Unproven;
  /** The login that pods need at the target. */
  readonly pullLogin?: Credential;
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret that gets the login too. */
  readonly registrySecret?: string;
  readonly maxInFlight: number;
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  readonly customImages: readonly CustomImages[];
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
  const provable = plan.changes.filter(({ images }) => images.every(({ copy }) => !unproven.has(copy)));
  const proven = new Map(provable.flatMap(({ images }) => images.map(({ from, to }) => [from, to] as const)));
  await grantPulls(context, provable, input, work.signal);
  if (provable.some(({ images }) => images.some(({ slot }) => slot === 'field'))) {
    await rememberImagePaths(context.cluster, input.homeNamespace, input.customImages, work.signal);
  }
  let halted = false;
  const workloads = await pMap(
    plan.changes,
    async (change): Promise<SwitchedWorkload> => {
      const step = work.progress.step(describeRef(change.workload));
      const result = halted
        ? outcome(change, 'not-started', 'an earlier workload failed')
        : await switchOne({ ...context, proven }, change, { input, work: { ...work, progress: step } });
      if (result.outcome === 'rolled-back' || result.outcome === 'failed') halted = true;
      tell(step, result);
      return result;
    },
    { concurrency: input.maxInFlight, signal: work.signal },
  );
  return { apiVersion: 'registry-switch/v1', kind: 'SwitchReport', workloads };
}

async function switchOne(
  context: SwitchContext,
  change: PlannedChange,
  { input, work }: { readonly input: SwitchInput; readonly work: Work },
): Promise<SwitchedWorkload> {
  const missing = change.images.find(({ copy }) => input.unproven.has(copy));
  if (missing !== undefined) {
    return outcome(change, 'left-alone', `${missing.copy}: ${input.unproven.get(missing.copy) ?? ''}`);
  }
  try {
    return await switchWorkload(context, change, work);
  } catch (error) {
    if (error instanceof ExpectedError && !work.signal.aborted)
      return outcome(change, 'failed', error.message);
    throw error;
  }
}

/** Secrets first: a template must never name one that is not there. */
async function grantPulls(
  { cluster }: Pick<SwitchContext, 'cluster'>,
  changes: readonly PlannedChange[],
  { plan, pullLogin, pullSecretName, registrySecret }: SwitchInput,
  signal: AbortSignal,
): Promise<void> {
  const image = changes[0]?.images[0]?.to;
  if (pullLogin === undefined || image === undefined || plan.changes.length === 0) return;
  const grant: PullGrant = {
    host: parseImageReference(image).host,
    login: pullLogin,
    secretName: pullSecretName,
  };
  const namespaces = new Set(
    changes.flatMap(({ workload, ensurePullSecret: needed }) =>
      needed === undefined ? [] : [workload.namespace ?? ''],
    ),
  );
  for (const namespace of namespaces) await ensurePullSecret(cluster, namespace, grant, signal);
  if (registrySecret !== undefined) {
    const [namespace = '', name = ''] = registrySecret.split('/');
    await addLogin(cluster, { namespace, name }, grant, signal);
  }
}

function outcome(
  { workload }: PlannedChange,
  result: SwitchedWorkload['outcome'],
  message: string,
): SwitchedWorkload {
  return { workload, outcome: result, images: [], message };
}

function tell(step: Step, { outcome: result, message }: SwitchedWorkload): void {
  if (result === 'switched') step.done(message);
  else if (result === 'unchanged' || result === 'left-alone' || result === 'not-started')
    step.skipped(message);
  else step.failed(message);
}
