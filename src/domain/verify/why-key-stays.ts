/** Whether a login for the source can be removed: it may cover more than the source. */
import { credentialServes } from '../credentials/credential-serves.ts';
import { readRegistryPattern } from '../credentials/registry-pattern.ts';
import { canonicalHost } from '../image/docker-hub.ts';
import { liesIn, parseRegistryPrefix } from '../mapping/registry-prefix.ts';

export interface KeyUser {
  /** As sentences name it. */
  readonly who: string;
  /** As written. */
  readonly images: readonly string[];
}

export interface KeyContext {
  /** `host[:port][/path]` */
  readonly from: readonly string[];
  /** All users of the Secret with the key. */
  readonly users: readonly KeyUser[];
}

/** Why the key is kept, in a sentence with the next step; `undefined`: it can be removed. Pure. */
export function whyKeyStays(key: string, { from, users }: KeyContext): string | undefined {
  for (const { who, images } of users) {
    const image = images.find((one) => credentialServes([key], one));
    if (image !== undefined) return `${who} pulls ${image} with it`;
  }
  if (isOf(key, from)) return undefined;
  return `it covers more than ${from.join(', ')}: name all registries that it covers with --from, or remove it manually`;
}

/** Whether a key is only for the source: below a prefix and without wildcards. */
function isOf(key: string, from: readonly string[]): boolean {
  const pattern = readRegistryPattern(key);
  if (pattern === undefined || pattern.labels.some((label) => label.includes('*'))) return false;
  const [host = '', ...path] = pattern.text.split('/');
  const place = { host: canonicalHost(host), repository: path.filter((one) => one !== '').join('/') };
  return from.some((text) => liesIn(parseRegistryPrefix(text, '--from'), place));
}
