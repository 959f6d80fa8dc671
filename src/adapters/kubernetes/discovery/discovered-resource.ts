import type { Resource } from '../../../domain/kubernetes/resource.ts';

/** A resource of the server's, with the other names that users may call it by. */
export interface DiscoveredResource {
  readonly resource: Resource;
  /** Lower case: singular, kind, short names. */
  readonly aliases: readonly string[];
}
