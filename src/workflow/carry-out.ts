/** Executes a plan: copy, prove, switch, heal, verify. Makes the first change of the cluster. */
import { countOf } from '../domain/count-of.ts';
import type { ImageReader } from '../domain/inventory/image-reader.ts';
import type { SourceMatcher } from '../domain/mapping/source-matcher.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobOptions } from '../domain/ports/copy-engine.ts';
import type { RunStep } from '../domain/ports/progress.ts';
import { countedFindings, type Findings } from '../domain/verify/findings.ts';
import { copyImages, type CopyReport } from './copy/copy-images.ts';
import { healPods, type HealReport } from './heal/heal-pods.ts';
import type { ImageQuestions } from './images/image-questions.ts';
import type { PlanRequest } from '../domain/plan/plan-request.ts';
import { type WrittenPlan, writtenPlan } from '../domain/plan/written-plan.ts';
import type { Preparation } from './plan/prepare-plan.ts';
import type { SwitchedWorkload } from './switch/switched-workload.ts';
import type { SwitchInput } from './switch/switch-input.ts';
import { type SwitchReport, switchWorkloads } from './switch/switch-workloads.ts';
import { verifyCluster } from './verify/verify-cluster.ts';

export interface MigrationInput {
  readonly request: PlanRequest;
  readonly preparation: Preparation;
  readonly isSource: SourceMatcher;
  readonly questions: ImageQuestions;
  readonly readImages: ImageReader;
  readonly copyOptions: CopyJobOptions;
  readonly copyTimeoutSeconds: number;
  readonly maxInFlight: number;
  readonly timeoutSeconds: number;
  readonly waves: SwitchInput['waves'];
  readonly settleSeconds: number;
  readonly onFailure: SwitchInput['onFailure'];
  /** The run that the changes belong to, and the callback for each outcome. */
  readonly run?: string;
  readonly onOutcome?: (workload: SwitchedWorkload) => void;
  /** What the run switched before it was resumed. */
  readonly before?: readonly SwitchedWorkload[];
  /** Namespace name to the reason why nothing may be written there. */
  readonly refused?: ReadonlyMap<string, Error>;
}

export interface MigrationReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'MigrationReport';
  readonly plan: WrittenPlan;
  readonly copy: CopyReport;
  readonly switch: SwitchReport;
  readonly heal: HealReport;
  readonly verify: Findings;
}

/** Throws only when a step as a whole fails; what was done until then stays and can be rolled back. */
export async function carryOut(
  { cluster, engine }: { readonly cluster: Cluster; readonly engine: CopyEngine },
  input: MigrationInput,
  step: RunStep,
): Promise<MigrationReport> {
  const { preparation, request, isSource } = input;
  const { scope, customImages } = request;
  const { plan, ownersToRestore, pullLogins, pullDoubt } = preparation;
  const copy = await step(
    'Copying the images',
    async (work) =>
      copyImages(
        { ...preparation, cluster, engine },
        {
          plan,
          options: input.copyOptions,
          earlierCopy: 'replace',
          timeoutSeconds: input.copyTimeoutSeconds,
        },
        work,
      ),
    ({ copied, present, failed }) =>
      `${copied.length} copied, ${present.length} already at the target, ${failed.length} failed`,
  );
  const unproven = new Map(copy.failed.map(({ target, reason }) => [target, reason]));
  const switched = await step(
    'Switching the workloads',
    async (work) =>
      switchWorkloads(
        { ...input, cluster },
        {
          ...input,
          ...request,
          plan,
          ownersToRestore,
          unproven,
          stateNamespace: input.copyOptions.namespace,
          pullLogins,
          pullDoubt,
        },
        work,
      ),
    ({ workloads }) =>
      `${workloads.filter(({ outcome }) => outcome === 'switched').length} of ${workloads.length} switched`,
  );
  const heal = await step(
    'Healing stuck pods',
    async (work) => healPods(cluster, { scope, customImages, isSource, dryRun: false }, work),
    ({ healed }) => `${countOf(healed.length, 'pod')} restarted`,
  );
  const verify = await step(
    'Looking for old references',
    async (work) => verifyCluster(cluster, { ...request, isSource, includeFinished: false }, work),
    (findings) => `${countedFindings(findings).length} left`,
  );
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'MigrationReport',
    plan: writtenPlan(plan),
    copy,
    switch: switched,
    heal,
    verify,
  };
}
