/** Checks that adding logins to pull Secrets does not replace ones that pods need: a key holds only one login. */
import pMap from 'p-map';
import type { Credential } from '../../domain/credentials/credential.ts';
import { loginsIn } from '../../domain/credentials/logins-in.ts';
import { lostLogins, mayLoseLogins } from '../../domain/credentials/lost-logins.ts';
import { loginsFor, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { mergeDockerConfig } from '../../domain/credentials/pull-secret.ts';
import { CONFIG_KEY, secretData, secretText } from '../../domain/credentials/secret-data.ts';
import { ClusterError, ExpectedError, UsageError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { tryParseImageReference } from '../../domain/image/parse-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { WorkloadMove } from '../../domain/plan/moves.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { ifNoAnswer } from '../images/if-no-answer.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { secretUsers, usersOf } from '../pull-secrets/secret-users.ts';
import { FEW_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface LostLoginInput {
  readonly cluster: Cluster;
  readonly moves: readonly WorkloadMove[];
  readonly customImages: readonly CustomImages[];
  /** What pods need at the target. */
  readonly pullLogins: readonly PullLogin[];
  /** Name of the tool's pull Secret. */
  readonly pullSecretName: string;
  /** `namespace/name` of an existing Secret to add logins to. */
  readonly registrySecret?: string;
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

/** Throws UsageError when the Secret given by the user cannot hold all logins that its pods need. */
export async function requireKeptLogins(input: LostLoginInput, work: Work): Promise<void> {
  if (input.registrySecret === undefined) return;
  const [namespace = '', name = ''] = input.registrySecret.split('/');
  const needed = loginsOfNamespace(input, namespace);
  const logins = needed.length === 0 ? input.pullLogins : needed;
  const lost = await lostIn(input, { namespace, name, logins }, work);
  if (lost === undefined) return;
  throw new UsageError(`Secret ${input.registrySecret} cannot hold both logins: ${lost}`, {
    nextStep:
      'Leave out --registry-secret: workloads then get an additional pull Secret. Or move to a path that has its own login (--to HOST/PATH).',
  });
}

/** Namespace to the reason why the tool's existing Secret cannot hold the logins. */
export async function namespacesLosingLogins(
  input: LostLoginInput,
  work: Work,
): Promise<ReadonlyMap<string, string>> {
  // Cluster-scoped workloads get no pull Secret.
  const namespaces = new Set(input.moves.flatMap(({ workload }) => workload.ref.namespace ?? []));
  const name = input.pullSecretName;
  const reasons = await pMap(
    namespaces,
    async (namespace) => {
      const logins = loginsOfNamespace(input, namespace);
      const lost = await lostIn(input, { namespace, name, logins }, work);
      const reason = `Secret ${namespace}/${name} cannot hold both logins: ${lost ?? ''}; choose another name with --pull-secret-name`;
      return lost === undefined ? [] : [[namespace, reason] as const];
    },
    { concurrency: FEW_AT_ONCE, signal: work.signal },
  );
  return new Map(reasons.flat());
}

function loginsOfNamespace({ moves, pullLogins }: LostLoginInput, namespace: string): PullLogin[] {
  const own = moves.filter(({ workload }) => workload.ref.namespace === namespace);
  return loginsFor(
    pullLogins,
    own.flatMap(({ images }) => images.map(({ target }) => target)),
  );
}

interface Extension {
  readonly namespace: string;
  readonly name: string;
  readonly logins: readonly PullLogin[];
}

/** Which workload would lose its login, in words; `undefined`: none, or unknown. */
async function lostIn(input: LostLoginInput, extension: Extension, work: Work): Promise<string | undefined> {
  const { cluster, customImages } = input;
  const { namespace, name, logins } = extension;
  if (logins.length === 0) return undefined;
  const secret = await readable(cluster, extension, work.signal);
  const text = secretText(secret, CONFIG_KEY);
  if (secret === undefined || text === undefined) return undefined;
  const after = { ...secret, data: secretData({ [CONFIG_KEY]: mergeDockerConfig(text, logins) }) };
  const entries = { before: loginsIn(secret, name), after: loginsIn(after, name) };
  if (!mayLoseLogins(entries.before, entries.after)) return undefined;
  // Every user of the Secret counts, even outside the scope.
  const scope = { namespaces: [namespace], excludeNamespaces: [] };
  const inventory = await takeInventory(cluster, { scope, customImages }, work);
  const users = usersOf(
    `${namespace}/${name}`,
    await secretUsers(cluster, { inventory, scope }, work.signal),
  );
  const images = users.flatMap(({ who, images: named }) =>
    named.flatMap((image) => tryParseImageReference(image) ?? []).map((reference) => ({ ...reference, who })),
  );
  for (const { image, lost, left, isTaken } of lostLogins(images, entries.before, entries.after)) {
    const { who, ...reference } = image;
    // Losing a login that no longer works is harmless.
    const opener = isTaken ? lost : left;
    if ((await opens(input.registriesWith(opener), reference, work.signal)) !== isTaken) continue;
    return `${who} pulls ${formatImageReference(reference)} with the login that would be replaced`;
  }
  return undefined;
}

/** Planning is possible without permission to read it; a damaged one has no logins. */
async function readable(
  cluster: Cluster,
  { namespace, name }: Extension,
  signal: AbortSignal,
): Promise<KubernetesObject | undefined> {
  try {
    const secret = await cluster.get(SECRETS, { namespace, name }, signal);
    loginsIn(secret, name);
    return secret;
  } catch (error) {
    const isDamaged = error instanceof ExpectedError && !(error instanceof ClusterError);
    if (isDamaged || forbidden(error)) return undefined;
    throw error;
  }
}

async function opens(registries: Registries, image: ImageReference, signal: AbortSignal): Promise<boolean> {
  const digest = await registries.digest(image, signal).catch(ifNoAnswer(() => undefined));
  return digest !== undefined;
}
