/** Copies the images of Deckhouse as its copier does: every tag, into the repository of the given image. */
import { parseImageReference } from '../../../domain/image/parse-reference.ts';
import { runningClock } from '../../clock.ts';
import type { Network } from '../../network.ts';
import { type Trust, openWire, type Wire, WireFailure } from '../../oci/wire.ts';
import { ImageCopy } from '../../programs/regsync/copy-image.ts';
import { RegsyncClient } from '../../programs/regsync/regsync-client.ts';
import type { RegsyncRegistry } from '../../programs/regsync/regsync-config.ts';
import { RegsyncError } from '../../programs/regsync/regsync-error.ts';
import type { RepoConfig } from './repo-config.ts';

export interface Copying {
  readonly source: RepoConfig;
  /** The source's scheme is what Deckhouse itself uses. */
  readonly sourceScheme: string;
  readonly destination: RepoConfig;
  readonly tags: readonly string[];
  readonly network: Network;
  /** PEM, by host. */
  readonly authorities: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** What could not be copied, with the reason. */
export async function copyDeckhouseImages(copying: Copying): Promise<readonly string[]> {
  const { source, destination, signal } = copying;
  const wire = openWire(copying.network);
  try {
    const from = parseImageReference(source.image);
    const to = parseImageReference(destination.image);
    const registries: Readonly<Record<string, RegsyncRegistry>> = {
      source: registryOf(copying, source, copying.sourceScheme),
      destination: registryOf(copying, destination, await schemeOf(copying, wire)),
    };
    const registry = (name: string): RegsyncRegistry => registries[name] ?? { ...NOWHERE };
    const config = { entries: [], referrers: false, registry };
    const client = new RegsyncClient({ wire, clock: runningClock(), config, signal });
    const copy = new ImageCopy({ client, referrers: false, onBlob: () => undefined });
    const pairs = [...copying.tags.map((tag) => [tag, tag]), [from.tag ?? '', to.tag ?? '']];
    const repositories = [from.repository.replace(/\/dev$/, ''), to.repository] as const;
    return await failuresOf(
      pairs.map(([tag = '', newTag = '']) => ({
        name: `${destination.image.replace(/:[^:/]*$/, '')}:${newTag}`,
        run: async () =>
          copy.copy({
            source: { registry: 'source', repository: repositories[0], tag },
            target: { registry: 'destination', repository: repositories[1], tag: newTag },
          }),
      })),
    );
  } finally {
    wire.close();
  }
}

const NOWHERE: RegsyncRegistry = { origin: 'https://nowhere.invalid', trust: {}, login: undefined };

function registryOf({ authorities }: Copying, repo: RepoConfig, scheme: string): RegsyncRegistry {
  const { host } = parseImageReference(repo.image);
  const { username, password } = repo;
  return {
    origin: `${scheme}://${host}`,
    trust: trustIn(repo, authorities.get(host)),
    login: username === '' ? undefined : { username, password },
  };
}

function trustIn({ insecure }: RepoConfig, ca: string | undefined): Trust {
  return { insecure, ...(ca !== undefined && { ca }) };
}

/** An insecure registry is asked over https, whatever its certificate, and over http where that fails. */
async function schemeOf({ destination }: Copying, wire: Wire): Promise<string> {
  if (!destination.insecure) return 'https';
  const { host } = parseImageReference(destination.image);
  try {
    await wire.send({ method: 'GET', url: new URL(`https://${host}/v2/`) }, { insecure: true });
    return 'https';
  } catch (error) {
    if (error instanceof WireFailure) return 'http';
    throw error;
  }
}

interface Task {
  readonly name: string;
  readonly run: () => Promise<void>;
}

async function failuresOf(tasks: readonly Task[]): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, run } of tasks) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof RegsyncError)) throw error;
      failures.push(`Failed to sync ${name}: ${error.message}`);
    }
  }
  return failures;
}
