import type { AuthorizedCopy, CopyJobRequest } from '../../../domain/ports/copy-engine.ts';
import { RegistryNames, type NamedRegistry } from './registry-names.ts';
import { splitIntoShards } from './split-shards.ts';

/** One copy as regsync's configuration and log write it. */
export interface LaidOutCopy {
  readonly copy: AuthorizedCopy;
  /** `name/repository@digest`. */
  readonly source: string;
  /** `name/repository:tag`. */
  readonly target: string;
}

/** What one pod copies, in order, and the registries that it needs for that, with their logins. */
export interface Shard {
  readonly registries: readonly NamedRegistry[];
  readonly copies: readonly LaidOutCopy[];
}

/** Lays out a request; the log is read by the same layout as the configuration was written from. */
export function layOut({ copies, options }: CopyJobRequest): readonly Shard[] {
  return splitIntoShards(copies, options.parallelism).map(layOutShard);
}

function layOutShard(copies: readonly AuthorizedCopy[]): Shard {
  const names = new RegistryNames(copies);
  const layOutCopy = (copy: AuthorizedCopy): LaidOutCopy => {
    const { source, target, sourceCredential, targetCredential } = copy;
    return {
      copy,
      // By digest alone: with a tag besides it, regsync would ask for the tag.
      source: `${names.nameOf(source.host, sourceCredential)}/${source.repository}@${source.digest}`,
      // By tag alone: with a digest besides it, no tag would be made.
      target: `${names.nameOf(target.host, targetCredential)}/${target.repository}:${target.tag}`,
    };
  };
  return { registries: names.registries, copies: copies.map(layOutCopy) };
}
