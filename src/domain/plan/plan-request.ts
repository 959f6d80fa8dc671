import type { ConnectionFor } from '../credentials/credential.ts';
import type { PlacedLogin, PullLogin } from '../credentials/pull-login.ts';
import type { InventoryRequest } from '../inventory/inventory-request.ts';
import type { RequiredMatches } from '../inventory/required-matches.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Logins } from '../ports/logins.ts';
import type { Profile } from './profile.ts';
import type { AccessFor, Registries } from '../ports/registry.ts';
import type { DriftPolicy } from './digest-decision.ts';
import type { PinPolicy } from './pinning.ts';

/** What a plan is to be made of. */
export interface PlanRequest extends InventoryRequest {
  /** What has to be there; absent: whatever is there is enough. */
  readonly matches?: RequiredMatches;
  readonly from: readonly string[];
  readonly to: string;
  readonly mapping: Mapping;
  readonly drift: DriftPolicy;
  readonly overwrite: boolean;
  readonly includeManaged: boolean;
  /** What the cluster's platform changes by itself. */
  readonly profile: Profile;
  /** Whether templates change where they mention the source, too. */
  readonly rewriteMentions: boolean;
  readonly pin: PinPolicy;
  readonly connectionFor: ConnectionFor;
  /** The logins that copy, as far as any were given. */
  readonly targetLogins: readonly PlacedLogin[];
  /** The logins of pods, as far as any were given for them. */
  readonly pullLogins: readonly PullLogin[];
  /** Workloads that get their images whatever opens the source to them, `[NAMESPACE/]KIND/NAME`. */
  readonly open: readonly string[];
  /** Name of the pull Secret that templates gain. */
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret that is to get the target's login. */
  readonly registrySecret?: string;
}

/** Whom planning asks. */
export interface PlanPorts {
  readonly cluster: Cluster;
  readonly logins: Logins;
  readonly openRegistries: (accessFor: AccessFor) => Registries;
}
