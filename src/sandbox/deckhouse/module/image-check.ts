/** Whether the wanted registry holds all images: asked a few at a time, and again for those that it does not. */
import { parseImageReference } from '../../../domain/image/parse-reference.ts';
import { runningClock } from '../../clock.ts';
import { openWire } from '../../oci/wire.ts';
import { RegsyncClient } from '../../programs/regsync/regsync-client.ts';
import { RegsyncError } from '../../programs/regsync/regsync-error.ts';
import type { DeckhouseImages } from '../deckhouse-options.ts';
import { authoritiesOf } from '../authorities.ts';
import type { StandIn } from '../stand-in.ts';
import type { RegistryParams } from './registry-params.ts';

export interface CheckedImage {
  /** Such as `module/cni-cilium/operator`. */
  readonly source: string;
  readonly image: string;
}

export interface FailedCheck extends CheckedImage {
  readonly error: string;
}

/** All images by digest, or with `Relax` the one of Deckhouse alone. */
export function imagesToCheck({ imagesRepo = '', checkMode }: RegistryParams, images: DeckhouseImages) {
  const deckhouse = { source: 'deckhouse/containers/deckhouse', image: `${imagesRepo}:${images.tag}` };
  const modules = images.modules.map(({ module, image, digest }) => ({
    source: `module/${module}/${image}`,
    image: `${imagesRepo}@${digest}`,
  }));
  return checkMode === 'Relax' ? [deckhouse] : [...modules, deckhouse];
}

/** Asks for each image. */
export async function checkImages(
  { options, signal }: StandIn,
  { scheme = 'HTTPS', ca, username, password }: RegistryParams,
  images: readonly CheckedImage[],
): Promise<readonly FailedCheck[]> {
  const wire = openWire(options.network ?? { addressOf: () => undefined });
  const authorities = authoritiesOf(options);
  const login = username === undefined || password === undefined ? undefined : { username, password };
  const registry = (host: string) => {
    const trusted = ca ?? authorities.get(host);
    const trust = trusted === undefined ? {} : { ca: trusted };
    return { origin: `${scheme.toLowerCase()}://${host}`, trust, login };
  };
  const config = { entries: [], referrers: false, registry };
  const client = new RegsyncClient({ wire, clock: runningClock(1000), config, signal });
  const failed: FailedCheck[] = [];
  for (const checked of images) {
    const { host, repository, tag, digest } = parseImageReference(checked.image);
    const which = digest === undefined ? { tag: tag ?? 'latest' } : { digest };
    try {
      await client.manifestHead({ registry: host, repository, ...which });
    } catch (error) {
      if (!(error instanceof RegsyncError)) throw error;
      failed.push({ ...checked, error: error.message });
    }
  }
  wire.close();
  return failed;
}

const SHOWN = 5;

/** Of `total` images so many have been asked for. */
export function checkMessage(
  { imagesRepo = '', checkMode = 'Default' }: RegistryParams,
  {
    asked,
    total,
    failed,
  }: { readonly asked: number; readonly total: number; readonly failed: readonly FailedCheck[] },
): string {
  const host = imagesRepo.split('/')[0] ?? '';
  const done = asked - failed.length;
  const lines = [`Mode: ${checkMode}`];
  if (done === total) return [...lines, `${host}: all ${total} items are checked`].join('\n');
  const progress = `${host}: ${done} of ${total} items processed`;
  if (failed.length === 0) return [...lines, progress].join('\n');
  const blocks = failed
    .slice(0, SHOWN)
    .map(({ source, image, error }) => `- source: ${source}\n  image: ${image}\n  error: ${error}`);
  const more = failed.length > SHOWN ? ['  ...and more'] : [];
  return [...lines, `${progress}, ${failed.length} items with errors:`, ...blocks, ...more].join('\n');
}
