/** Proves that all that Deckhouse runs now is at the target, before anything of it changes. */
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
  /** Digests that pods report of it, where it is named by tag. */
  readonly running: readonly Digest[];
}

/** Throws ExpectedError that names what is missing, or another image than the one that runs. */
export async function proveTarget(
  registries: Registries,
  needed: readonly NeededImage[],
  signal: AbortSignal,
): Promise<void> {
  const doubts = await pMap(needed, async (one) => doubtOf(registries, one, signal), {
    concurrency: REQUESTS_AT_ONCE,
    signal,
  });
  const missing = doubts.filter((doubt) => doubt !== undefined);
  if (missing.length === 0) return;
  throw new ExpectedError(
    `${missing.length} of ${needed.length} images are not proven to be at the target, nothing was changed: ${shortList(missing)}`,
    {
      nextStep: 'Copy all images of Deckhouse first (copy --platform, or `d8 mirror`), then run this again.',
    },
  );
}

async function doubtOf(
  registries: Registries,
  { source, target, running }: NeededImage,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = formatImageReference(target);
  try {
    const found = await registries.digest(target, signal);
    if (found === undefined) return `${name} is missing`;
    if (target.digest !== undefined) return found === target.digest ? undefined : `${name} is ${found}`;
    const wanted = [...running, ...(await digestAtSource(registries, source, signal))];
    if (wanted.includes(found)) return undefined;
    const known = wanted.length === 0 ? 'nobody tells what runs now' : `what runs is ${wanted.join(' or ')}`;
    return `${name} is ${found}, ${known}`;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return `${name}: ${error.message}`;
  }
}

/** A source that cannot be asked any more is no obstacle: what runs is told by the nodes. */
async function digestAtSource(
  registries: Registries,
  source: ImageReference,
  signal: AbortSignal,
): Promise<readonly Digest[]> {
  try {
    const digest = await registries.digest(source, signal);
    return digest === undefined ? [] : [digest];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return [];
  }
}
