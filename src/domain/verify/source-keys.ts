/** Which keys of pull Secrets cover the source, matched as the kubelet does. */
import { credentialServes } from '../credentials/credential-serves.ts';
import { readRegistryPattern, type RegistryPattern } from '../credentials/registry-pattern.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';

/**
 * Keys such as `host`, `host/path`, `https://host/v1/` and `*.example` that cover a part of the source or more.
 * `from`: the named prefixes of the source. Pure.
 */
export function sourceKeys(
  keys: readonly string[],
  { from, isSource }: { readonly from: readonly string[]; readonly isSource: SourceMatcher },
): string[] {
  return keys.filter((key) => {
    const pattern = readRegistryPattern(key);
    if (pattern === undefined) return false;
    const places = [pattern.text, ...from].map(placeIn);
    return imagesOf(pattern, places).some((image) => isSource(image) && credentialServes([key], image));
  });
}

interface Place {
  readonly host: string;
  readonly path: string;
}

/** Example images covered by both a key and a source: below the longer path. */
function imagesOf(pattern: RegistryPattern, places: readonly Place[]): string[] {
  const { path: own } = placeIn(pattern.text);
  return places.flatMap(({ host, path }) => {
    const longer = path.length > own.length ? path : own;
    return [`${host}/${longer === '' ? 'any' : longer}`, `${host}/${longer === '' ? 'any' : longer}/image`];
  });
}

function placeIn(text: string): Place {
  const [host = '', ...path] = text.split('/');
  return { host, path: path.join('/') };
}
