/**
 * Checks that pods can pull their images at the target, with the logins that they pull with instead of the one of the
 * copy.
 */
import type { Credential } from '../../domain/credentials/credential.ts';
import { placeOf, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { RegistryError, type RegistryFailure } from '../../domain/errors.ts';
import { isLoopbackHost } from '../../domain/image/loopback-host.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { WorkloadMove } from '../../domain/plan/moves.ts';
import type { PlannedChange, PlannedImage } from '../../domain/plan/plan.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { memoize } from '../../domain/memoize.ts';
import { effectiveSecrets } from '../pull-secrets/pull-secrets-of.ts';
import type { OwnLogins } from './own-logins.ts';

/**
 * Why pods of a change could not pull one of their images, and what to do, in a sentence; `undefined`: no reason
 * found.
 */
export type PullDoubt = (change: PlannedChange, signal: AbortSignal) => Promise<string | undefined>;

export interface PodPullInput {
  readonly moves: readonly WorkloadMove[];
  readonly own: OwnLogins;
  /** What pods need at the target. */
  readonly pullLogins: readonly PullLogin[];
  /** `namespace/name` of an existing Secret that they are added to. */
  readonly registrySecret?: string;
  /** Opens new connections: answers from before the copy are stale. */
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

type Question = readonly [logins: readonly Credential[], image: PlannedImage, signal: AbortSignal];

interface Pull {
  /** In the kubelet's order; empty: anonymous. */
  readonly logins: readonly Credential[];
  readonly whose: 'given' | 'own' | 'anonymous';
}

/** Call after the copy; one request per login and image. */
export function podPulls(input: PodPullInput): PullDoubt {
  const workloads = new Map(input.moves.map(({ workload }) => [describeRef(workload.ref), workload]));
  const registries = memoize(
    (credentials: readonly Credential[]) => JSON.stringify(credentials),
    input.registriesWith,
  );
  const ask = memoize(
    (...[logins, { to, copy, digest }]: Question) => JSON.stringify([logins, to, copy, digest]),
    async (...[logins, image, signal]: Question) => refusalOf(registries(logins), { logins, image }, signal),
  );
  return async (change, signal) => {
    const workload = workloads.get(describeRef(change.workload));
    if (workload === undefined) return undefined;
    for (const image of change.images) {
      const pull = pullOf(change, workload, { input, target: image.to });
      const refusal = pull === undefined ? undefined : await ask(pull.logins, image, signal);
      if (pull === undefined || refusal === undefined) continue;
      // A login that may not be read here may work.
      if (pull.whose !== 'given' && input.own.unread(workload).length > 0) continue;
      return `${formatImageReference(image.to)}: ${REASONS[pull.whose]} (${refusal}): ${WAYS_OUT[pull.whose]}`;
    }
    return undefined;
  };
}

const REASONS = {
  given: 'the login for pods cannot pull it',
  own: 'its own pull Secrets cannot pull it',
  anonymous: 'it cannot be pulled without a login',
} as const;

const GIVE_ONE =
  'give a login for pods that can, with --pull-username or --pull-secret, and run the command again';
const WAYS_OUT = {
  given: GIVE_ONE,
  own: 'add one that can, or run the command again to give its pods the login for pods',
  anonymous: GIVE_ONE,
} as const;

/** `undefined` for pods of an operator, which decides about their Secrets; the plan warns about these. */
function pullOf(
  { ensurePullSecret }: PlannedChange,
  workload: Workload,
  { input, target }: { readonly input: PodPullInput; readonly target: ImageReference },
): Pull | undefined {
  const { own, registrySecret, pullLogins } = input;
  const needed = placeOf(pullLogins, target)?.credential;
  const theirs = own.loginsFor(workload, target);
  const secrets = effectiveSecrets(workload, own.pullSecrets.serviceAccounts);
  const extended = registrySecret !== undefined && secrets.includes(registrySecret);
  if (needed !== undefined && (extended || ensurePullSecret !== undefined)) {
    // In an extended Secret the added login replaces one under the same key.
    return { logins: extended ? [needed] : [needed, ...theirs], whose: 'given' };
  }
  if (theirs.length > 0) return { logins: theirs, whose: 'own' };
  return needed === undefined ? { logins: [], whose: 'anonymous' } : undefined;
}

async function refusalOf(
  registries: Registries,
  { logins, image }: { readonly logins: readonly Credential[]; readonly image: PlannedImage },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { to, copy } = image;
  const isElsewhere = to.host !== copy.host;
  if (isElsewhere && isLoopbackHost(to.host)) return undefined;
  try {
    const digest = await registries.digest(to, signal);
    if (digest !== image.digest) return otherDigest(digest, image.digest);
    const accepted = await registries.acceptedCredential(to, signal);
    // A given login is used even if anonymous pull works: a wrong login fails.
    if (accepted === undefined && logins.length > 0) await registries.ping(to, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    // A pull address may be reachable only from nodes.
    return isElsewhere && NO_ANSWER.has(error.failure) ? undefined : error.message;
  }
}

const NO_ANSWER: ReadonlySet<RegistryFailure> = new Set([
  'unreachable',
  'untrusted-certificate',
  'too-many-requests',
  'server-error',
  'invalid',
]);

function otherDigest(digest: Digest | undefined, proven: Digest): string {
  return digest === undefined
    ? 'not found with this login'
    : `found ${digest} with this login, but ${proven} was proven`;
}
