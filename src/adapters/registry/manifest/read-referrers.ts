/** What refers to a manifest (distribution specification, "Listing Referrers" and "Referrers Tag Schema"). */
import { RegistryError } from '../../../domain/errors.ts';
import { repositoryName } from '../../../domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import type { Registries } from '../../../domain/ports/registry.ts';
import type { HttpAnswer } from '../transport/http-exchange.ts';
import { fieldsOf, parsedOrUndefined } from '../../http/json-fields.ts';
import { OCI_INDEX } from './manifest-types.ts';
import { headerText, isIndex } from './manifest.ts';
import { listedIn } from './read-index-manifests.ts';
import type { RegistryReader } from './registry-reader.ts';

/** More pages than these are of no image. */
const MOST_PAGES = 50;
/** Longest tag (distribution specification, "Pulling manifests"). */
const MOST_TAG = 128;

/** Uses the referrers API; a repository without it (cached) uses the fallback tag. */
export function createReferrersReader(reader: RegistryReader): Registries['referrers'] {
  const withoutApi = new Set<string>();
  return async (image, signal) => {
    const name = repositoryName(image);
    const told = withoutApi.has(name) ? undefined : await byApi(reader, image, signal);
    if (told !== undefined) return told;
    withoutApi.add(name);
    const { host, repository, digest } = image;
    const tag = digest.replace(':', '-').slice(0, MOST_TAG);
    const found = await reader.manifest({ host, repository, tag }, signal);
    return found !== undefined && isIndex(found.manifest) ? listedIn(found.manifest.content) : [];
  };
}

/** `undefined`: the registry does not have it. */
async function byApi(
  reader: RegistryReader,
  image: ImageReference & { readonly digest: Digest },
  signal: AbortSignal | undefined,
): Promise<readonly Digest[] | undefined> {
  const digests: Digest[] = [];
  let query: string | undefined = '';
  for (let page = 0; query !== undefined && page < MOST_PAGES; page += 1) {
    const answer = await pageOf(reader, image, query, signal);
    if (answer === undefined) return undefined;
    const content = fieldsOf(parsedOrUndefined(answer.body));
    if (!Array.isArray(content.manifests)) return undefined;
    digests.push(...listedIn(content));
    query = nextQuery(answer);
  }
  return digests;
}

/** Registries without it answer in many ways. */
async function pageOf(
  reader: RegistryReader,
  image: ImageReference & { readonly digest: Digest },
  query: string,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer | undefined> {
  try {
    const answer = await reader.referrers(image, query, signal);
    const isIndexAnswer = headerText(answer.headers['content-type'])?.startsWith(OCI_INDEX) === true;
    return answer.status === 200 && isIndexAnswer ? answer : undefined;
  } catch (error) {
    if (error instanceof RegistryError && error.failure !== 'unreachable') return undefined;
    throw error;
  }
}

/** The query of the next page; of its address nothing else is believed. */
function nextQuery({ headers }: HttpAnswer): string | undefined {
  const link = /^<([^>]*)>\s*;\s*rel="?next"?/i.exec(headerText(headers.link) ?? '')?.[1];
  if (link === undefined) return undefined;
  const { search } = new URL(link, 'http://registry');
  return search === '' ? undefined : search;
}
