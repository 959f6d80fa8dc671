/** Which keys of pull Secrets are logins for the source, as the kubelet would use them. */
import { credentialServes } from '../credentials/credential-serves.ts';
import { readRegistryPattern, type RegistryPattern } from '../credentials/registry-pattern.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';

/**
 * `host`, `host/path`, `https://host/v1/` and `*.example` alike: those that serve any image of the source, be it of a
 * part of the source or of more than that. `from`: the prefixes of the source, as far as they are named. Pure.
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

/** Images that a key and a source have in common, if they have any: of both hosts, below the longer path. */
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
