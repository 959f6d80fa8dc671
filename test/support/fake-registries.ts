/** Registries that answer from a table. */
import type { Credential } from '../../src/domain/credentials/credential.ts';
import { RegistryError } from '../../src/domain/errors.ts';
import { formatImageReference } from '../../src/domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../src/domain/image/reference.ts';
import type { PlatformManifest, Registries, RemoteImage } from '../../src/domain/ports/registry.ts';

/** A digest, an image with manifests, or an error; what is not named is absent. */
export type Shelf = Readonly<
  Record<
    string,
    | Digest
    | {
        readonly digest: Digest;
        readonly manifests: readonly PlatformManifest[];
        readonly complete?: boolean;
        readonly unplaced?: readonly Digest[];
        /** Reading it is counted. */
        readonly counted?: true;
        /** What refers to it. */
        readonly referrers?: readonly Digest[];
      }
    | RegistryError
    | undefined
  >
>;

export interface FakeRegistries extends Registries {
  /** What was asked, in order. */
  readonly asked: readonly string[];
}

/** `admits`: whether an image is shown, or said to be absent; else everybody is refused. */
export function fakeRegistries(
  shelf: Shelf,
  accepted?: Credential,
  admits: (image: ImageReference) => boolean = () => true,
): FakeRegistries {
  const asked: string[] = [];
  const find = (verb: string, image: ImageReference): RemoteImage | undefined => {
    const name = formatImageReference(image);
    asked.push(`${verb} ${name}`);
    if (!admits(image)) throw new RegistryError('unauthorized', image.host, `${image.host} refuses`);
    const found = shelf[name];
    if (found === undefined) return undefined;
    if (found instanceof RegistryError) throw found;
    const whole = typeof found === 'string' ? { digest: found, manifests: [] } : found;
    const platforms = whole.manifests.map(({ platform }) => platform);
    return { complete: true, unplaced: [], ...whole, mediaType: 'x', platforms };
  };
  return {
    asked,
    digest: async (image) => Promise.resolve().then(() => find('digest', image)?.digest),
    inspect: async (image) => Promise.resolve().then(() => find('inspect', image)),
    parts: async (image) =>
      Promise.resolve().then(() => {
        const found = find('parts', image);
        const entry = shelf[formatImageReference(image)];
        if (typeof entry === 'object' && 'counted' in entry) return 'counted';
        const parts = [...(found?.manifests ?? []).map(({ digest }) => digest), ...(found?.unplaced ?? [])];
        return parts.filter((digest) => digest !== found?.digest);
      }),
    referrers: async (image) =>
      Promise.resolve().then(() => {
        find('referrers', image);
        const entry = shelf[formatImageReference(image)];
        return typeof entry === 'object' && 'referrers' in entry ? entry.referrers : [];
      }),
    acceptedCredential: async (image) =>
      Promise.resolve().then(() => {
        find('login', image);
        return accepted;
      }),
    ping: async (image) =>
      Promise.resolve().then(() => {
        const failure = shelf[image.host];
        asked.push(`ping ${image.host}`);
        if (failure instanceof RegistryError) throw failure;
      }),
  };
}
