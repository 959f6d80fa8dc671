import { tryParseImageReference } from '../../../domain/image/parse-reference.ts';
import { RegsyncError } from './regsync-error.ts';

/** An image as regsync names it: `registry` is a name of its configuration. */
export interface RegsyncReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Throws RegsyncError. */
export function parseRegsyncReference(text: string): RegsyncReference {
  const parsed = tryParseImageReference(text);
  if (parsed === undefined) throw new RegsyncError(`invalid reference "${text}"`);
  const { host, repository, tag, digest } = parsed;
  if (digest !== undefined) return { registry: host, repository, ...(tag !== undefined && { tag }), digest };
  return { registry: host, repository, tag: tag ?? 'latest' };
}

/** `registry/repository[:tag][@digest]`, as messages name it. */
export function commonName({ registry, repository, tag, digest }: RegsyncReference): string {
  const suffix = (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
  return `${registry}/${repository}${suffix}`;
}

/** Another content of the same repository. */
export function withDigest({ registry, repository }: RegsyncReference, digest: string): RegsyncReference {
  return { registry, repository, digest };
}
