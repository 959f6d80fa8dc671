import type { PullLogin } from '../../domain/credentials/pull-login.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { DriftPolicy } from '../../domain/plan/digest-decision.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { WaveRules } from '../../domain/plan/waves.ts';
import type { Unproven } from '../copy/prove-images.ts';
import type { MentionFinder } from '../../domain/mention/mention.ts';
import type { PullDoubt } from '../plan/pod-pulls.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

/** What to do with the other workloads when one fails. */
export type OnFailure =
  /** Roll back its wave, keep the others, start nothing more. */
  | 'halt'
  /** Roll back only this workload and continue. */
  | 'continue'
  /** Roll back everything that this run has switched. */
  | 'rollback-all';

export interface SwitchInput {
  readonly plan: Plan;
  readonly unproven: Unproven;
  /** The logins that pods need at the target. */
  readonly pullLogins: readonly PullLogin[];
  readonly pullDoubt: PullDoubt;
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret to add the login to. */
  readonly registrySecret?: string;
  readonly maxInFlight: number;
  readonly waves: WaveRules;
  /** How long the workloads of a wave have to stay ready, in seconds, before the next one starts. */
  readonly settleSeconds: number;
  readonly onFailure: OnFailure;
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  readonly customImages: readonly CustomImages[];
  readonly scope: Scope;
  /** Whether mentions of the source in templates are rewritten, and how they are found. */
  readonly rewriteMentions?: boolean;
  readonly findMentions?: MentionFinder;
  /** What to do with workloads that run another image by now. */
  readonly drift: DriftPolicy;
  /** Namespace name to the reason why nothing may be written there: another run holds its lease. */
  readonly refused?: ReadonlyMap<string, Error>;
  /** Workloads of an interrupted change. */
  readonly ownersToRestore: readonly ObjectRef[];
  /** What the run switched before it was resumed: reported, and rolled back with the rest. */
  readonly before?: readonly SwitchedWorkload[];
  /** Called with the outcome of every workload. */
  readonly onOutcome?: (workload: SwitchedWorkload) => void;
}
