import type { Resource } from '../../../domain/kubernetes/resource.ts';

/** What a server has. */
export interface Discovery {
  readonly resources: readonly DiscoveredResource[];
  /** Groups that did not answer: their other resources are unknown. */
  readonly silentGroups: readonly string[];
}

/** A resource of the server's, with the other names that users may call it by. */
export interface DiscoveredResource {
  readonly resource: Resource;
  /** Lower case: singular, kind, short names. */
  readonly aliases: readonly string[];
}
