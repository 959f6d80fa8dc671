/** Asks the source by name for what cosign keeps beside the images of a plan, and the target where there is any. */
import pMap from 'p-map';
import type { ImageReference } from '../../domain/image/reference.ts';
import { type AskedCompanion, possibleCompanions } from '../../domain/plan/companions.ts';
import type { PlannedCopy } from '../../domain/plan/plan.ts';
import type { Lookup, RegistryFacts } from '../../domain/plan/registry-facts.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { hidden, unknown } from './ask-registries.ts';

const REQUESTS_AT_ONCE = 16;

/** A source that could not be asked for an image is not asked for more of it. */
export async function askCompanions(
  registries: Registries,
  {
    copies,
    facts,
  }: { readonly copies: readonly PlannedCopy[]; readonly facts: Pick<RegistryFacts, 'source'> },
  { signal }: Pick<Work, 'signal'>,
): Promise<AskedCompanion[]> {
  const ask = async (image: ImageReference): Promise<Lookup> => {
    const digest = await registries.digest(image, signal);
    return digest === undefined ? { state: 'absent' } : { state: 'found', digest };
  };
  const askSource = async (image: ImageReference): Promise<Lookup> => ask(image).catch(unknown);
  const askTarget = async (image: ImageReference): Promise<Lookup> =>
    ask(image).catch((error: unknown) => hidden(error) ?? unknown(error));
  return pMap(
    possibleCompanions(copies),
    async (companion): Promise<AskedCompanion> => {
      const { source } = companion.copy;
      const known = facts.source.get(source) ?? facts.source.get(source.replace(/@.*$/, ''));
      const atSource = known?.state === 'unknown' ? known : await askSource(companion.source);
      if (atSource.state !== 'found') return { ...companion, atSource };
      return { ...companion, atSource, atTarget: await askTarget(companion.target) };
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
}
