/** The login that pods need at each target: none, the one given for them, or else the one of the copy. */
import pMap from 'p-map';
import { type Credential, isSameLogin } from '../../domain/credentials/credential.ts';
import { placeOf, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { pullLoginProblem } from '../../domain/credentials/pull-login-problem.ts';
import { RegistryError } from '../../domain/errors.ts';
import { isLoopbackHost } from '../../domain/image/loopback-host.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { targetsOf } from '../../domain/mapping/targets-of.ts';
import { type RequiredImage, writtenTo } from '../../domain/plan/required-images.ts';
import type { PodLogin } from '../../domain/plan/pull-secrets.ts';
import { foundDigest, type RegistryFacts } from '../../domain/plan/registry-facts.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from '../images/if-no-answer.ts';
import type { PushLogins } from './image-access.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface PodLoginInput {
  readonly needed: readonly RequiredImage[];
  readonly mapping: Mapping;
  /** Lookups at the target with the logins of the copy. */
  readonly facts: Pick<RegistryFacts, 'target'>;
  /** Those that the user gave. */
  readonly pullLogins: readonly PullLogin[];
  readonly pushLogins: PushLogins;
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

/**
 * In the order of the mapping's targets; none for a place with anonymous pull. Throws RegistryError when the target
 * rejects a login given for pods.
 */
export async function podLogins(
  input: PodLoginInput,
  signal: AbortSignal,
): Promise<(PullLogin & PodLogin)[]> {
  const places = targetsOf(input.mapping).map((place) => ({ place }));
  const logins: (PullLogin & PodLogin)[] = [];
  for (const [at, needed] of Map.groupBy(input.needed, ({ target }) => placeOf(places, target))) {
    const [required] = needed;
    if (at === undefined || required === undefined) continue;
    const credential = await loginAt(required, needed, input, signal);
    if (credential === undefined) continue;
    const pushing = input.pushLogins(writtenTo(required, input.mapping));
    const problem = pullLoginProblem(credential, Date.now());
    logins.push({
      ...at,
      credential,
      shared: pushing.some((one) => isSameLogin(one, credential)),
      ...(problem === undefined ? {} : { problem }),
    });
  }
  return logins;
}

/** A login given for pods is used even if the target allows anonymous pull. */
async function loginAt(
  required: RequiredImage,
  needed: readonly RequiredImage[],
  input: PodLoginInput,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const given = placeOf(input.pullLogins, required.target);
  if (given !== undefined) {
    await requireAccepted(given.credential, required, input, signal);
    return given.credential;
  }
  const known = input.pushLogins(required.target);
  if (known.length === 0 || (await allowsAnonymousPull(needed, input, signal))) return undefined;
  if (known.length === 1) return known[0];
  return acceptedOf(known, required.target, input, signal);
}

/** The first login with access to the repository; if none (it may not exist yet), the first accepted login. */
async function acceptedOf(
  known: readonly Credential[],
  target: ImageReference,
  { registriesWith }: PodLoginInput,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  try {
    return await registriesWith(known).acceptedCredential(target, signal);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.failure !== 'hidden') throw error;
  }
  for (const credential of known) {
    try {
      await registriesWith([credential]).ping(target, signal);
      return credential;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.failure !== 'unauthorized') throw error;
    }
  }
  return known[0];
}

/** Reports a wrong password before any change. An unreachable registry is no failure. */
async function requireAccepted(
  credential: Credential,
  required: RequiredImage,
  { registriesWith, mapping }: PodLoginInput,
  signal: AbortSignal,
): Promise<void> {
  const { target } = required;
  const isElsewhere = target.host !== writtenTo(required, mapping).host;
  if (isElsewhere && isLoopbackHost(target.host)) return;
  try {
    await registriesWith([credential]).ping(target, signal);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    if (error.failure !== 'unauthorized') return;
    throw new RegistryError(error.failure, error.host, `login for pods: ${error.message}`, {
      cause: error,
      nextStep: 'Check --pull-username or --pull-secret.',
    });
  }
}

/**
 * Whether it allows anonymous pull of every image. Missing images count as allowed until the proof after the copy;
 * images that only the login of the copy can see do not.
 */
async function allowsAnonymousPull(
  needed: readonly RequiredImage[],
  { registriesWith, mapping, facts }: PodLoginInput,
  signal: AbortSignal,
): Promise<boolean> {
  const anonymous = registriesWith([]);
  const isShown = async (required: RequiredImage): Promise<boolean> => {
    const digest = await anonymous.digest(required.target, signal);
    return digest !== undefined || !isThere(facts, writtenTo(required, mapping));
  };
  const asked = pMap(needed, isShown, { concurrency: REQUESTS_AT_ONCE, signal });
  return asked.then((shown) => shown.every(Boolean)).catch(ifNoAnswer(() => false));
}

/** Whether the login of the copy has found the image. */
export function isThere({ target }: Pick<RegistryFacts, 'target'>, image: ImageReference): boolean {
  return foundDigest(target.get(image)) !== undefined;
}
