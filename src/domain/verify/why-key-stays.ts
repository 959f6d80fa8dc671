/** Whether a login of the source is of nothing else: finding one does not mean that it may go. */
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
  /** Everybody who pulls with the Secret that holds the key. */
  readonly users: readonly KeyUser[];
}

/** In a sentence, with what to do next; `undefined`: it goes with the source. Pure. */
export function whyKeyStays(key: string, { from, users }: KeyContext): string | undefined {
  for (const { who, images } of users) {
    const image = images.find((one) => credentialServes([key], one));
    if (image !== undefined) return `${who} pulls ${image} with it`;
  }
  if (isOf(key, from)) return undefined;
  return `it opens more than ${from.join(', ')}: name all that it opens with --from, or remove it by hand`;
}

/** A key that is no longer than a prefix, or has wildcards, serves other images too. */
function isOf(key: string, from: readonly string[]): boolean {
  const pattern = readRegistryPattern(key);
  if (pattern === undefined || pattern.labels.some((label) => label.includes('*'))) return false;
  const [host = '', ...path] = pattern.text.split('/');
  const place = { host: canonicalHost(host), repository: path.filter((one) => one !== '').join('/') };
  return from.some((text) => liesIn(parseRegistryPrefix(text, '--from'), place));
}
