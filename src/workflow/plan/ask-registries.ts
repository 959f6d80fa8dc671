/** Asks source and target about the images of a move, before anything is decided. */
import pMap from 'p-map';
import { refusesAccess, RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { type RequiredImage, sourceQuestions, targetQuestions } from '../../domain/plan/required-images.ts';
import type { Lookup, RegistryFacts, UnknownLookup } from '../../domain/plan/registry-facts.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { askParts } from './ask-index.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/**
 * A source that cannot be asked leaves facts unknown, since running pods tell digests too. A target that cannot be
 * asked is an error: nothing could be proven there; one that hides what is not there yet is none. Throws RegistryError.
 */
export async function askRegistries(
  registries: Registries,
  needed: readonly RequiredImage[],
  mapping: Mapping,
  { signal, progress }: Work,
): Promise<RegistryFacts> {
  const targets = distinct(needed.flatMap((required) => targetQuestions(required, mapping)));
  await pingHosts(registries, [...targets.values()], signal);
  const sources = distinct(needed.flatMap(sourceQuestions));
  let asked = 0;
  const ask = async (image: ImageReference): Promise<Lookup> => {
    const digest = await registries.digest(image, signal);
    asked += 1;
    progress.update(`asked for ${asked} of ${sources.size + targets.size} images`);
    return digest === undefined ? { state: 'absent' } : { state: 'found', digest };
  };
  const askTarget = async (image: ImageReference): Promise<Lookup> => {
    try {
      return await ask(image);
    } catch (error) {
      const lookup = hidden(error);
      if (lookup === undefined) throw error;
      return lookup;
    }
  };
  const askSource = async (image: ImageReference): Promise<Lookup> => {
    try {
      return await ask(image);
    } catch (error) {
      return unknown(error);
    }
  };
  const target = await askAll(targets, askTarget, signal);
  const source = await askAll(sources, askSource, signal);
  const parts = await askParts(registries, { needed, mapping, source }, signal);
  return { target, source, ...(parts.size === 0 ? {} : { parts }) };
}

/** What is known after a question that failed. Throws what is no RegistryError. */
export function unknown(error: unknown): UnknownLookup {
  if (!(error instanceof RegistryError)) throw error;
  return {
    state: 'unknown',
    reason: error.message,
    ...(refusesAccess(error) ? ({ refused: true } as const) : {}),
  };
}

/** What is known after a target did not let itself be looked into; `undefined`: it failed in another way. */
export function hidden(error: unknown): Lookup | undefined {
  const isHidden = error instanceof RegistryError && error.failure === 'hidden';
  return isHidden ? { state: 'hidden', reason: error.message } : undefined;
}

function distinct(images: readonly ImageReference[]): Map<string, ImageReference> {
  return new Map(images.map((image) => [formatImageReference(image), image]));
}

/** One login check a host gives one clear error, instead of one for every image. */
async function pingHosts(
  registries: Registries,
  targets: readonly ImageReference[],
  signal: AbortSignal,
): Promise<void> {
  const hosts = new Map(targets.map((target) => [target.host, target]));
  await pMap(hosts.values(), (target) => registries.ping(target, signal), { signal });
}

async function askAll(
  images: ReadonlyMap<string, ImageReference>,
  ask: (image: ImageReference) => Promise<Lookup>,
  signal: AbortSignal,
): Promise<Map<string, Lookup>> {
  const answers = await pMap(images, async ([name, image]) => [name, await ask(image)] as const, {
    concurrency: REQUESTS_AT_ONCE,
    signal,
  });
  return new Map(answers);
}
