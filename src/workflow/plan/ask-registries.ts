/** Looks up the images of a move at source and target, before anything is decided. */
import pMap from 'p-map';
import { refusesAccess, RegistryError } from '../../domain/errors.ts';
import { ReferenceMap } from '../../domain/image/reference-map.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { type RequiredImage, sourceQuestions, targetQuestions } from '../../domain/plan/required-images.ts';
import type { Lookup, Lookups, RegistryFacts, UnknownLookup } from '../../domain/plan/registry-facts.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from '../images/if-no-answer.ts';
import { askIndex } from './ask-index.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/**
 * An unreachable source leaves facts unknown, since running pods report digests too. An unreachable target is an
 * error, since nothing could be proven there; one that hides missing images is not. Throws RegistryError.
 */
export async function askRegistries(
  registries: Registries,
  needed: readonly RequiredImage[],
  mapping: Mapping,
  { signal, progress }: Work,
): Promise<RegistryFacts> {
  const targets = distinct(needed.flatMap((required) => targetQuestions(required, mapping)));
  await pingHosts(registries, targets, signal);
  const sources = distinct(needed.flatMap(sourceQuestions));
  let asked = 0;
  const ask = async (image: ImageReference): Promise<Lookup> => {
    const found = await lookUp(registries, image, signal);
    asked += 1;
    progress.update(`looked up ${asked} of ${sources.length + targets.length} images`);
    return found;
  };
  const target = await askAll(targets, async (image) => ask(image).catch(hidden), signal);
  const source = await askAll(sources, async (image) => ask(image).catch(unknown), signal);
  const parts = await askIndex(registries, { needed, mapping, source }, signal);
  return { target, source, ...(parts.size === 0 ? {} : { parts }) };
}

/** What a registry says of an image. Throws RegistryError. */
export async function lookUp(
  registries: Pick<Registries, 'digest'>,
  image: ImageReference,
  signal: AbortSignal,
): Promise<Lookup> {
  const digest = await registries.digest(image, signal);
  return digest === undefined ? { state: 'absent' } : { state: 'found', digest };
}

/** For `.catch`: what is known after a question that failed. */
export const unknown: (error: unknown) => UnknownLookup = ifNoAnswer((error) => ({
  state: 'unknown',
  reason: error.message,
  ...(refusesAccess(error) ? { refused: true } : {}),
}));

/**
 * For `.catch`: what is known after a target did not let itself be looked into; it throws what failed in another way.
 */
export function hidden(error: unknown): Lookup {
  const isHidden = error instanceof RegistryError && error.failure === 'hidden';
  if (!isHidden) throw error;
  return { state: 'hidden', reason: error.message };
}

function distinct(images: readonly ImageReference[]): ImageReference[] {
  return new ReferenceMap(images.map((image) => [image, image])).values();
}

/** One login check per host gives one clear error instead of one for every image. */
async function pingHosts(
  registries: Registries,
  targets: readonly ImageReference[],
  signal: AbortSignal,
): Promise<void> {
  const hosts = new Map(targets.map((target) => [target.host, target]));
  await pMap(hosts.values(), (target) => registries.ping(target, signal), { signal });
}

async function askAll(
  images: readonly ImageReference[],
  ask: (image: ImageReference) => Promise<Lookup>,
  signal: AbortSignal,
): Promise<Lookups> {
  const answers = await pMap(images, async (image) => [image, await ask(image)] as const, {
    concurrency: REQUESTS_AT_ONCE,
    signal,
  });
  return new ReferenceMap(answers);
}
