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

/** What to plan. */
export interface PlanRequest extends InventoryRequest {
  /** What has to exist; absent: nothing is required. */
  readonly matches?: RequiredMatches;
  readonly from: readonly string[];
  readonly to: string;
  readonly mapping: Mapping;
  readonly drift: DriftPolicy;
  readonly overwrite: boolean;
  readonly includeManaged: boolean;
  /** What the cluster's platform manages by itself. */
  readonly profile: Profile;
  /** Whether mentions of the source in templates are rewritten. */
  readonly rewriteMentions: boolean;
  readonly pin: PinPolicy;
  readonly connectionFor: ConnectionFor;
  /** The logins of the copy that the user gave. */
  readonly targetLogins: readonly PlacedLogin[];
  /** The logins of pods that the user gave. */
  readonly pullLogins: readonly PullLogin[];
  /** Workloads that are moved without proof of access to the source, `[NAMESPACE/]KIND/NAME`. */
  readonly open: readonly string[];
  /** Name of the pull Secret to add to templates. */
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret to add the target's login to. */
  readonly registrySecret?: string;
}

/** The ports of planning. */
export interface PlanPorts {
  readonly cluster: Cluster;
  readonly logins: Logins;
  readonly openRegistries: (accessFor: AccessFor) => Registries;
}
