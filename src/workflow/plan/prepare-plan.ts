/** From what runs to a plan, with the logins that carrying it out will need. */
import type { Credential } from '../../domain/credentials/credential.ts';
import { credentialsFor } from '../../domain/credentials/credentials-for.ts';
import { followsOwner, type Inventory } from '../../domain/inventory/inventory.ts';
import { runningDigests } from '../../domain/inventory/running-digests.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { buildPlan } from '../../domain/plan/build-plan.ts';
import { type ImageDemand, imageDemands, writtenTo } from '../../domain/plan/demand.ts';
import type { DriftPolicy } from '../../domain/plan/digest-decision.ts';
import { type Moves, selectMoves } from '../../domain/plan/moves.ts';
import type { PinPolicy } from '../../domain/plan/pinning.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Logins } from '../../domain/ports/logins.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { AccessFor, Registries } from '../../domain/ports/registry.ts';
import { askRegistries } from './ask-registries.ts';
import { type ConnectionFor, imageAccess } from './image-access.ts';
import { type InventoryRequest, takeInventory } from '../inventory/take-inventory.ts';
import { type PullSecrets, pullSecretsOf } from '../pull-secrets/pull-secrets-of.ts';
import { requireExtensible } from '../pull-secrets/require-extensible.ts';

export interface PlanRequest extends InventoryRequest {
  readonly from: readonly string[];
  readonly to: string;
  readonly mapping: Mapping;
  readonly drift: DriftPolicy;
  readonly overwrite: boolean;
  readonly includeManaged: boolean;
  readonly pin: PinPolicy;
  readonly connectionFor: ConnectionFor;
  readonly targetLogin?: Credential;
  /** Name of the pull Secret that templates gain. */
  readonly pullSecretName: string;
  /** `namespace/name` of an existing pull Secret that is to get the target's login. */
  readonly registrySecret?: string;
}

export interface PlanPorts {
  readonly cluster: Cluster;
  readonly logins: Logins;
  readonly openRegistries: (accessFor: AccessFor) => Registries;
}

/** A plan and what it takes to carry it out; only the plan may be printed or saved. */
export interface Preparation {
  readonly plan: Plan;
  /** Workloads whose last change was not completed: field managers are still to get their fields back. */
  readonly handBack: readonly ObjectRef[];
  readonly registries: Registries;
  readonly accessFor: AccessFor;
  /** The login that pods will use at the target; absent when it needs none. */
  readonly pullLogin?: Credential;
}

/** Reads only. Throws UsageError, ClusterError, RegistryError, and ExpectedError for a Secret that can take no login. */
export async function preparePlan(
  { cluster, logins, openRegistries }: PlanPorts,
  request: PlanRequest,
  work: Work,
): Promise<Preparation> {
  await requireExtensible(cluster, request.registrySecret, work.signal);
  const inventory = await takeInventory(cluster, request, work);
  const { mapping } = request;
  const moves = selectMoves(inventory, mapping, request.includeManaged);
  const demands = imageDemands(moves.moves, runningDigests(inventory));
  const pullSecrets = await pullSecretsOf(cluster, knowingLogins(inventory, moves), work.signal);
  const accessFor = await imageAccess({ ...request, demands, pullSecrets, logins });
  const registries = openRegistries(accessFor);
  const facts = await askRegistries(registries, demands, mapping, work);
  const pullLogin = await loginForPods(demands, accessFor, registries, work.signal);
  const plan = buildPlan({
    ...request,
    server: cluster.server,
    inventory: withWarnings(inventory, pullSecrets.warnings),
    moves,
    demands,
    facts,
    pin: {
      policy: request.pin,
      isShared: pullLogin !== undefined || copiesAnonymously(demands, mapping, accessFor),
    },
    pullSecrets: {
      ...(pullLogin === undefined ? {} : { pullSecret: request.pullSecretName }),
      sharesPushLogin: pullLogin !== undefined,
      serviceAccounts: pullSecrets.serviceAccounts,
      granting: grantingSecrets(request, demands, pullSecrets, pullLogin),
    },
  });
  const handBack = inventory.workloads.filter((one) => one.handBackDue === true && !followsOwner(one));
  return {
    plan,
    handBack: handBack.map(({ ref }) => ref),
    registries,
    accessFor,
    ...(pullLogin === undefined ? {} : { pullLogin }),
  };
}

/** What moves, and what was moved beside it: that has kept its old login, which may open an image that is left. */
function knowingLogins({ workloads }: Inventory, { moves }: Moves): Workload[] {
  const moving = new Set(moves.map(({ workload }) => workload));
  const places = new Set([...moving].map(({ ref }) => ref.namespace));
  const moved = workloads.filter(({ recorded, ref }) => recorded && places.has(ref.namespace));
  return [...moving, ...moved];
}

/** What takes images from nobody in particular takes them from everybody. */
function copiesAnonymously(demands: readonly ImageDemand[], mapping: Mapping, accessFor: AccessFor): boolean {
  return demands.some((demand) => accessFor(writtenTo(demand, mapping)).credentials.length === 0);
}

/** A login that was given is used even where the target would let anybody in. */
async function loginForPods(
  demands: readonly ImageDemand[],
  accessFor: AccessFor,
  registries: Registries,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const [demand] = demands;
  if (demand === undefined) return undefined;
  const { credentials } = accessFor(demand.target);
  return credentials.length > 1 ? registries.acceptedCredential(demand.target, signal) : credentials[0];
}

/** Existing Secrets that hold the very login for the target, and the one that is about to get it. */
function grantingSecrets(
  { registrySecret }: PlanRequest,
  demands: readonly ImageDemand[],
  { entries }: PullSecrets,
  login: Credential | undefined,
): Set<string> {
  const wanted = JSON.stringify(login);
  const targets = demands.map(({ target }) => target);
  const holding = [...entries].flatMap(([name, known]) =>
    targets.every((target) => credentialsFor(target, known).some((one) => JSON.stringify(one) === wanted))
      ? [name]
      : [],
  );
  return new Set([...holding, ...(registrySecret === undefined ? [] : [registrySecret])]);
}

function withWarnings(inventory: Inventory, warnings: readonly string[]): Inventory {
  return { ...inventory, warnings: [...inventory.warnings, ...warnings] };
}
