/** From the inventory to a plan, with the logins that its execution needs. */
import type { Credential } from '../../domain/credentials/credential.ts';
import type { PullLogin } from '../../domain/credentials/pull-login.ts';
import { mergeDockerConfig } from '../../domain/credentials/pull-secret.ts';
import { RegistryError } from '../../domain/errors.ts';
import { inheritsRecords, type Inventory } from '../../domain/inventory/inventory.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappedSources } from '../../domain/mapping/source-matcher.ts';
import { buildPlan } from '../../domain/plan/build-plan.ts';
import { artifactDigests, withArtifacts } from '../../domain/plan/attached-artifacts.ts';
import { type RequiredImage, requiredImages, namedBy, writtenTo } from '../../domain/plan/required-images.ts';
import { selectMoves } from '../../domain/plan/moves.ts';
import type { PlanPorts, PlanRequest } from '../../domain/plan/plan-request.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { PodLogin } from '../../domain/plan/pull-secrets.ts';
import { usersOf } from '../../domain/plan/resolve-image.ts';
import type { SourceAccess } from '../../domain/plan/source-access.ts';
import type { Logins } from '../../domain/ports/logins.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { AccessFor, Registries } from '../../domain/ports/registry.ts';
import { memoize } from '../../domain/memoize.ts';
import { askAttachedArtifacts } from './ask-attached-artifacts.ts';
import { askRegistries } from './ask-registries.ts';
import { askSource } from './ask-source.ts';
import { copyAccess, imageAccess, pushLogins, type PushLogins } from './image-access.ts';
import { namespacesLosingLogins, requireKeptLogins } from './lost-logins.ts';
import { openedWorkloads } from './opened-workloads.ts';
import { ownLogins } from './own-logins.ts';
import { placeConfigs } from './place-configs.ts';
import { podLogins } from './pod-logins.ts';
import { podPulls, type PullDoubt } from './pod-pulls.ts';
import { servedWorkloads } from './served-workloads.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { requireFound } from '../found/require-found.ts';
import { requireExtensible } from '../pull-secrets/require-extensible.ts';

/** A plan and what its execution needs; only the plan may be printed or saved. */
export interface Preparation {
  readonly plan: Plan;
  /** Workloads of an interrupted change: field ownership is still to be restored. */
  readonly ownersToRestore: readonly ObjectRef[];
  /** Read source images with the logins of the workloads that get them. */
  readonly copyRegistries: Registries;
  /** Look up digests with the logins of all workloads that name an image; never for copying or granting access. */
  readonly lookupRegistries: Registries;
  readonly accessFor: AccessFor;
  /** Logins for pushing. */
  readonly pushLogins: PushLogins;
  /** The logins of pods at the target; none for anonymous pull. */
  readonly pullLogins: readonly PullLogin[];
  /** Checks with the logins of pods. */
  readonly pullDoubt: PullDoubt;
}

/**
 * Reads only. Throws UsageError, ClusterError, RegistryError, and ExpectedError for a Secret that no login can be
 * added to.
 */
export async function preparePlan(ports: PlanPorts, request: PlanRequest, work: Work): Promise<Preparation> {
  const { cluster, logins, openRegistries } = ports;
  const { mapping, connectionFor, registrySecret } = request;
  const extensible = await requireExtensible(cluster, registrySecret, work.signal);
  const inventory = await takeInventory(cluster, { ...request, isSource: mappedSources(mapping) }, work);
  const missing = request.matches && (await requireFound(cluster, request.matches, inventory, work));
  const moves = selectMoves(inventory, mapping, request);
  const opened = await openedWorkloads(cluster, request.open, inventory.workloads, work.signal);
  const named = requiredImages(moves.moves, inventory);
  const asking = new Set([...moves.moves.map(({ workload }) => workload), ...named.flatMap(namedBy)]);
  const own = await ownLogins(cluster, inventory, [...asking], work.signal);
  const pushing = await pushLogins({ ...request, needed: named, logins });
  const known = { ...request, own, logins, pushLogins: pushing };
  const lookupRegistries = openRegistries(await imageAccess({ ...known, needed: named }));
  const needed = await placeConfigs(lookupRegistries, named, work.signal);
  const input = { ...known, needed };
  const openWith = (credentials: readonly Credential[]): Registries =>
    openRegistries(({ host }) => ({ connection: connectionFor(host), credentials }));
  const registriesWith = memoize((credentials) => JSON.stringify(credentials), openWith);
  const questions = { ...input, registriesWith };
  const facts = await withUnknownLogins(logins, async () =>
    askRegistries(lookupRegistries, needed, mapping, work),
  );
  const answers = await askSource({ ...questions, facts, lookupRegistries }, work);
  const access: SourceAccess = { answers, opened, unread: own.unread };
  const pods = await podLogins({ ...questions, facts }, work.signal);
  const pulling = { ...questions, facts, moves: moves.moves, pullLogins: pods };
  const served = await servedWorkloads(pulling, work.signal);
  const extending = { ...request, cluster, moves: moves.moves, pullLogins: pods, registriesWith };
  await requireKeptLogins(extending, work);
  const losing = await namespacesLosingLogins(extending, work);
  const built = buildPlan({
    ...request,
    server: cluster.server,
    inventory: withWarnings(inventory, [
      ...(missing ?? []),
      ...own.pullSecrets.warnings,
      ...logins.problems(),
    ]),
    moves,
    needed,
    facts,
    access,
    pin: {
      policy: request.pin,
      isShared: pods.some(({ shared }) => shared) || copiesAnonymously(needed, mapping, pushing),
    },
    pullSecrets: {
      pullSecret: request.pullSecretName,
      logins: pods.map(withoutSecret),
      serviceAccounts: own.pullSecrets.serviceAccounts,
      served,
      losing,
      granting: grantingSecrets(registrySecret, extensible, pods),
    },
  });
  const artifacts = await askAttachedArtifacts(lookupRegistries, { copies: built.copies, facts }, work);
  const plan = withArtifacts(built, artifacts, request.overwrite);
  const accessFor = await copyAccess(
    input,
    (required) => usersOf(required, { ...request, facts, access }),
    artifactDigests(plan),
  );
  const due = inventory.workloads.filter((one) => one.ownersDue === true && !inheritsRecords(one));
  return {
    plan,
    ownersToRestore: due.map(({ ref }) => ref),
    copyRegistries: openRegistries(accessFor),
    lookupRegistries,
    accessFor,
    pushLogins: pushing,
    pullLogins: pods,
    pullDoubt: podPulls({ ...pulling, registriesWith: openWith }),
  };
}

function withoutSecret({ place, shared, problem }: PodLogin): PodLogin {
  return { place, shared, ...(problem === undefined ? {} : { problem }) };
}

/** Explains a failure by logins that could not be read, such as failing credential helpers. */
async function withUnknownLogins<Result>(logins: Logins, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    const problems = logins.problems();
    if (!(error instanceof RegistryError) || error.failure !== 'unauthorized' || problems.length === 0)
      throw error;
    throw new RegistryError(error.failure, error.host, `${error.message} (${problems.join('; ')})`, {
      cause: error,
      ...(error.nextStep === undefined ? {} : { nextStep: error.nextStep }),
    });
  }
}

/** Whether images are copied without any login. */
function copiesAnonymously(needed: readonly RequiredImage[], mapping: Mapping, pushing: PushLogins): boolean {
  return needed.some((required) => pushing(writtenTo(required, mapping)).length === 0);
}

/** The existing Secret to add the logins to, unless it has them. */
function grantingSecrets(
  name: string | undefined,
  content: string | undefined,
  logins: readonly PullLogin[],
): ReadonlySet<string> {
  const holds = content !== undefined && mergeDockerConfig(content, logins) === content;
  return new Set(name === undefined || holds ? [] : [name]);
}

function withWarnings(inventory: Inventory, warnings: readonly string[]): Inventory {
  return { ...inventory, warnings: [...inventory.warnings, ...warnings] };
}
