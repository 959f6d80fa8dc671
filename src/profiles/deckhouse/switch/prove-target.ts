/** Proves that all that Deckhouse runs is at a registry, before anything of it changes. */
import pMap from 'p-map';
import { ExpectedError, RegistryError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import type { Registries } from '../../../domain/ports/registry.ts';
import { shortList } from '../../../domain/short-list.ts';
import { REQUESTS_AT_ONCE } from '../../../workflow/cluster/requests-at-once.ts';

export interface NeededImage {
  readonly source: ImageReference;
  readonly target: ImageReference;
  /** Digests that its pods report, where it is named by tag. */
  readonly running: readonly Digest[];
}

/** Digests by the names of the sources. Throws ExpectedError that names what is missing, or another image than runs. */
export async function proveTarget(
  registries: Registries,
  needed: readonly NeededImage[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Digest>> {
  const answers = await pMap(needed, async (one) => ask(registries, one, signal), {
    concurrency: REQUESTS_AT_ONCE,
    signal,
  });
  const missing = answers.flatMap(({ doubt }) => doubt ?? []);
  if (missing.length > 0) {
    throw new ExpectedError(
      `${missing.length} of ${needed.length} images are not proven to be there, nothing was changed: ${shortList(missing)}`,
      {
        nextStep:
          'Copy all images of Deckhouse there first (copy --platform, or `d8 mirror`), then run this again.',
      },
    );
  }
  return new Map(answers.flatMap(({ name, digest }) => (digest === undefined ? [] : [[name, digest]])));
}

interface ProofAnswer {
  readonly name: string;
  readonly digest?: Digest;
  readonly doubt?: string;
}

async function ask(
  registries: Registries,
  { source, target, running }: NeededImage,
  signal: AbortSignal,
): Promise<ProofAnswer> {
  const name = formatImageReference(source);
  const place = formatImageReference(target);
  try {
    const found = await registries.digest(target, signal);
    if (found === undefined) return { name, doubt: `${place} is missing` };
    const wanted =
      target.digest === undefined ? await whatRuns(registries, source, running, signal) : [target.digest];
    if (wanted.length > 0 && wanted.every((digest) => digest === found)) return { name, digest: found };
    const known =
      wanted.length === 0 ? 'and nothing tells what runs now' : `what runs is ${wanted.join(' and ')}`;
    return { name, doubt: `${place} is ${found}, ${known}` };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { name, doubt: `${place}: ${error.message}` };
  }
}

/** The nodes tell; the source is asked only where they do not. */
async function whatRuns(
  registries: Registries,
  source: ImageReference,
  running: readonly Digest[],
  signal: AbortSignal,
): Promise<readonly Digest[]> {
  if (running.length > 0) return running;
  try {
    const digest = await registries.digest(source, signal);
    return digest === undefined ? [] : [digest];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return [];
  }
}
