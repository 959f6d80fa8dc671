import { tryParseImageReference } from '../../../domain/image/parse-reference.ts';
import type { ImageReference } from '../../../domain/image/reference.ts';

/** An image as a container names it, read as kubelet and containerd read it. */
export interface ImageName {
  /** With a default tag where neither tag nor digest is given. */
  readonly reference: ImageReference;
  /** As containerd knows it: a tag besides a digest is dropped. */
  readonly normalised: string;
}

/** Reads a name; for a malformed one, what the kubelet says of it (pkg/util/parsers). */
export function readImageName(image: string): ImageName | { readonly fault: string } {
  const reference = tryParseImageReference(image);
  if (reference === undefined) {
    const cause = `couldn't parse image name "${image}": ${faultOf(image)}`;
    return { fault: `Failed to apply default image tag "${image}": ${cause}` };
  }
  const { host, repository, digest, tag = 'latest' } = reference;
  const tagged = digest === undefined ? { ...reference, tag } : reference;
  return {
    reference: tagged,
    normalised: `${host}/${repository}${digest === undefined ? `:${tag}` : `@${digest}`}`,
  };
}

function faultOf(image: string): string {
  const [name = ''] = image.split('@');
  const repository = name.replace(/:[^/]*$/, '');
  const remote = repository.includes('/')
    ? repository.replace(/^[^/]*[.:][^/]*\//, '')
    : `library/${repository}`;
  const readable = tryParseImageReference(image.toLowerCase()) !== undefined;
  return readable && remote !== remote.toLowerCase()
    ? `invalid reference format: repository name (${remote}) must be lowercase`
    : 'invalid reference format';
}
