/** Which keys of pull Secrets are logins for the source, as the kubelet would use them. */
import {
  readRegistryPattern,
  type RegistryPattern,
  servesRepository,
} from '../credentials/registry-pattern.ts';
import { DOCKER_HUB, DOCKER_INDEX } from '../image/docker-hub.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
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
    return imagesOf(pattern, places).some((image) => isSource(image) && isServed(pattern, image));
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

function isServed(pattern: RegistryPattern, image: string): boolean {
  const reference = tryParseImageReference(image);
  // Docker Hub's login has its old name, by which its images are not known any more.
  const hosts = reference?.host === DOCKER_HUB ? [DOCKER_HUB, DOCKER_INDEX] : [reference?.host ?? ''];
  return hosts.some(
    (host) =>
      reference !== undefined && servesRepository(pattern, { host, repository: reference.repository }),
  );
}
