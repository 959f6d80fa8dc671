/** What pods need at each place of the target: nothing, the login that was given for them, or else the one that copies. */
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
  /** What the target holds, as the logins that copy see it. */
  readonly facts: Pick<RegistryFacts, 'target'>;
  /** As far as the user gave any. */
  readonly pullLogins: readonly PullLogin[];
  readonly pushLogins: PushLogins;
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

/**
 * In the order of the mapping's targets; a place that lets everybody pull has none. Throws RegistryError where the target
 * rejects a login that was given for pods.
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

/** A login that was given for pods is theirs even where the target would let anybody pull. */
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
  if (known.length === 0 || (await letsAnybodyPull(needed, input, signal))) return undefined;
  if (known.length === 1) return known[0];
  return acceptedOf(known, required.target, input, signal);
}

/** The one that is shown the repository; where none is, as it may not be there yet, the first that is let in at all. */
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

/** A wrong password is told before anything is done. Who gets no answer from here may still be right. */
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
    throw new RegistryError(error.failure, error.host, `${error.message}: it was given for pods`, {
      cause: error,
      nextStep: 'Check what was given with --pull-username or --pull-secret.',
    });
  }
}

/**
 * Whether it shows every image to whoever asks. One that is not there yet may be hidden, which the proof after the copy will
 * tell; one that it shows to the login that copies is.
 */
async function letsAnybodyPull(
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

/** Whether the login that copies has found it there. */
export function isThere({ target }: Pick<RegistryFacts, 'target'>, image: ImageReference): boolean {
  return foundDigest(target.get(image)) !== undefined;
}
