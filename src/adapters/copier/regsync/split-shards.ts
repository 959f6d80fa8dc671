import { repositoryName } from '../../../domain/image/format-reference.ts';
import type { AuthorizedCopy } from '../../../domain/ports/copy-engine.ts';

/** Most copies in one shard: its file stays far below what a Secret holds, and a replaced pod redoes little. */
const MAX_SHARD_LENGTH = 500;

/**
 * Splits the copies among the pods of the Job; the same list is always split in the same way. Copies to one target
 * repository stay together as far as that is fair: a layer that is there already is not transferred again.
 */
export function splitIntoShards(
  copies: readonly AuthorizedCopy[],
  parallelism: number,
): readonly (readonly AuthorizedCopy[])[] {
  const pods = Math.max(1, Math.min(parallelism, copies.length));
  const count = Math.max(pods, Math.ceil(copies.length / MAX_SHARD_LENGTH));
  const fairShare = Math.ceil(copies.length / count);
  const shards: AuthorizedCopy[][] = Array.from({ length: count }, () => []);
  const chunks = repositoryChunks(copies, fairShare).sort((a, b) => b.length - a.length);
  for (const chunk of chunks) {
    shards.reduce((least, shard) => (shard.length < least.length ? shard : least)).push(...chunk);
  }
  return shards.filter((shard) => shard.length > 0);
}

function repositoryChunks(copies: readonly AuthorizedCopy[], maxLength: number): AuthorizedCopy[][] {
  const byRepository = Map.groupBy(copies, ({ target }) => repositoryName(target));
  return [...byRepository.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / maxLength) }, (_, index) =>
      group.slice(index * maxLength, (index + 1) * maxLength),
    ),
  );
}
