/** What is to be switched, and how. */
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
  /** The logins that pods need at the target. */
  readonly pullLogins: readonly PullLogin[];
  readonly pullDoubt: PullDoubt;
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret that gets the login too. */
  readonly registrySecret?: string;
  readonly maxInFlight: number;
  readonly waves: WaveRules;
  /** How long the workloads of a wave have to stay ready, in seconds, before the next begins. */
  readonly settleSeconds: number;
  readonly onFailure: OnFailure;
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  readonly customImages: readonly CustomImages[];
  readonly scope: Scope;
  /** Whether texts of templates change where they mention the source, and how that is found. */
  readonly rewriteMentions?: boolean;
  readonly findMentions?: MentionFinder;
  /** What becomes of workloads that run something else by now. */
  readonly drift: DriftPolicy;
  /** Why nothing may be written to namespaces, by their names: somebody else is at work there. */
  readonly refused?: ReadonlyMap<string, Error>;
  /** Workloads whose last change was not completed. */
  readonly handBack: readonly ObjectRef[];
  /** What an earlier part of the run has switched: it is reported, and put back with the rest. */
  readonly before?: readonly SwitchedWorkload[];
  /** Told of every workload as soon as it is known what became of it. */
  readonly onOutcome?: (workload: SwitchedWorkload) => void;
}
