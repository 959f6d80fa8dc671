/** Finds attached artifacts of the images of a plan at the source, and whether the target has them. */
import pMap from 'p-map';
import { RegistryError } from '../../domain/errors.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import { pinned, withoutDigest } from '../../domain/image/pin-reference.ts';
import {
  type AskedBeside,
  type LookedUpArtifact,
  type AskedReferrers,
  type IndexManifests,
  type ImageWithManifests,
  possibleArtifacts,
  subjectsOf,
} from '../../domain/plan/attached-artifacts.ts';
import type { PlannedCopy } from '../../domain/plan/plan.ts';
import type { Lookup, RegistryFacts } from '../../domain/plan/registry-facts.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { hidden, lookUp, unknown } from './ask-registries.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/** Skips images whose source could not be read. */
export async function askAttachedArtifacts(
  registries: Registries,
  {
    copies,
    facts,
  }: { readonly copies: readonly PlannedCopy[]; readonly facts: Pick<RegistryFacts, 'source'> },
  { signal }: Pick<Work, 'signal'>,
): Promise<AskedBeside> {
  const knownOf = ({ source }: PlannedCopy): Lookup | undefined =>
    facts.source.get(source) ?? facts.source.get(withoutDigest(source));
  const atOnce = { concurrency: REQUESTS_AT_ONCE, signal };
  const images = await pMap(
    copies,
    async (copy) => ({ copy, parts: await askImageParts(registries, copy, knownOf(copy), signal) }),
    atOnce,
  );
  const artifacts = await pMap(
    possibleArtifacts(images),
    async (artifact): Promise<LookedUpArtifact> => {
      const known = knownOf(artifact.copy);
      const atSource =
        known?.state === 'unknown' ? known : await lookUp(registries, artifact.source, signal).catch(unknown);
      if (atSource.state !== 'found') return { ...artifact, atSource };
      const atTarget = await lookUp(registries, artifact.target, signal).catch(hidden).catch(unknown);
      return { ...artifact, atSource, atTarget };
    },
    atOnce,
  );
  const held = images.filter(({ copy }) => copy.present && knownOf(copy)?.state !== 'unknown');
  const referrers = await pMap(held, async (image) => askReferrers(registries, image, signal), atOnce);
  return { images, artifacts, referrers };
}

/** An index is the same in every registry: the target is asked before the source. */
async function askImageParts(
  registries: Registries,
  copy: PlannedCopy,
  known: Lookup | undefined,
  signal: AbortSignal,
): Promise<IndexManifests> {
  const partsAt = async (image: ImageReference): Promise<IndexManifests> => {
    const parts = await registries.parts(pinned(image, copy.digest), signal);
    return parts === 'counted' ? { state: 'counted' } : { state: 'found', parts };
  };
  const atTarget = copy.present ? await partsAt(copy.target).catch(unknown) : undefined;
  if (atTarget?.state === 'found') return atTarget;
  return known?.state === 'unknown' ? known : partsAt(copy.source).catch(unknown);
}

/** Referrers missing at the target: of an image that is there, of its manifests, or of other referrers. */
async function askReferrers(
  registries: Registries,
  image: ImageWithManifests,
  signal: AbortSignal,
): Promise<AskedReferrers> {
  const { copy } = image;
  const { host, repository } = copy.target;
  const found = await referrersOf(registries, copy.source, subjectsOf(image), signal).catch(unknown);
  if ('state' in found) return { copy, answer: { ...found, side: 'source' } };
  try {
    const lacking: Digest[] = [];
    for (const digest of found) {
      if ((await registries.digest({ host, repository, digest }, signal)) === undefined) lacking.push(digest);
    }
    return { copy, answer: { state: 'found', lacking } };
  } catch (error) {
    return { copy, answer: { ...unknown(error), side: 'target' } };
  }
}

/** Limit against registries that return endless referrers. */
const MOST_SUBJECTS = 1000;

/** Referrers have referrers too, such as signatures of attestations. */
async function referrersOf(
  registries: Registries,
  { host, repository }: ImageReference,
  subjects: readonly Digest[],
  signal: AbortSignal,
): Promise<ReadonlySet<Digest>> {
  const asked = new Set<Digest>();
  const found = new Set<Digest>();
  const open = [...subjects];
  for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
    if (asked.has(digest)) continue;
    if (asked.size === MOST_SUBJECTS) {
      throw new RegistryError(
        'server-error',
        host,
        `${host} lists more than ${MOST_SUBJECTS} referrers of one image`,
      );
    }
    asked.add(digest);
    for (const referrer of await registries.referrers({ host, repository, digest }, signal)) {
      found.add(referrer);
      open.push(referrer);
    }
  }
  return found;
}
