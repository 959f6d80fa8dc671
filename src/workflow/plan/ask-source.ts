/** Checks whether a workload's own logins can pull from the source, when no running pod proves it. */
import pMap from 'p-map';
import { pinned } from '../../domain/image/pin-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Credential } from '../../domain/credentials/credential.ts';
import type { ImageConsumer, RequiredImage } from '../../domain/plan/required-images.ts';
import type { DriftPolicy } from '../../domain/plan/digest-decision.ts';
import type { Lookup, RegistryFacts } from '../../domain/plan/registry-facts.ts';
import { hasRun } from '../../domain/plan/source-access.ts';
import { digestFor } from '../../domain/plan/which-digest.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { memoize } from '../../domain/memoize.ts';
import { ifNoAnswer } from '../images/if-no-answer.ts';
import { lookUp, unknown } from './ask-registries.ts';
import type { OwnLogins } from './own-logins.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface SourceQuestionInput {
  readonly needed: readonly RequiredImage[];
  readonly facts: RegistryFacts;
  readonly drift: DriftPolicy;
  readonly own: OwnLogins;
  /** For reading the manifests of an index. */
  readonly lookupRegistries: Registries;
  /** Registries that are asked with only these logins, then anonymously. */
  readonly registriesWith: (credentials: readonly Credential[]) => Registries;
}

/** Results by consumer of an image. Equal logins share a request. */
export async function askSource(
  input: SourceQuestionInput,
  { signal }: Work,
): Promise<ReadonlyMap<ImageConsumer, Lookup>> {
  const doubts = input.needed.flatMap((required) => doubtsOf(required, input));
  const askOnce = memoize(
    (credentials: readonly Credential[], { image, digest }: Question) =>
      JSON.stringify([credentials, image, digest]),
    async (credentials, question) => ask(input.registriesWith(credentials), question, signal).catch(unknown),
  );
  const answers = await pMap(
    doubts,
    async ({ user, image, digest }) => {
      const credentials = input.own.loginsFor(user.move.workload, image);
      const own = await askOnce(credentials, { image, digest });
      const isRun =
        own.state !== 'found' && (await ranPartOf(input.lookupRegistries, user, { image, digest }, signal));
      return [user, isRun ? ({ state: 'found', digest } as const) : own] as const;
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return new Map(answers);
}

interface Question {
  readonly image: ImageReference;
  readonly digest: Digest;
}

function doubtsOf(
  required: RequiredImage,
  input: SourceQuestionInput,
): (Question & { readonly user: ImageConsumer })[] {
  const { digest } = digestFor(required, input);
  if (digest === undefined) return [];
  return required.users.flatMap((user) =>
    hasRun(user, digest) ? [] : [{ user, image: required.source, digest }],
  );
}

/** Access to the tag implies access to the digests it once pointed to. */
async function ask(
  registries: Registries,
  { image, digest }: Question,
  signal: AbortSignal,
): Promise<Lookup> {
  for (const one of [pinned(image, digest), image]) {
    const found = await lookUp(registries, one, signal);
    if (found.state === 'found') return found;
  }
  return { state: 'absent' };
}

/** Some runtimes report the platform manifest instead of the index. */
async function ranPartOf(
  lookupRegistries: Registries,
  { ran }: ImageConsumer,
  { image, digest }: Question,
  signal: AbortSignal,
): Promise<boolean> {
  if (ran.length === 0) return false;
  const index = pinned(image, digest);
  const whole = await lookupRegistries.inspect(index, signal).catch(ifNoAnswer(() => undefined));
  return whole?.manifests.some((part) => ran.includes(part.digest)) ?? false;
}
