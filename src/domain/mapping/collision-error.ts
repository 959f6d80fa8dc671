import { UsageError } from '../errors.ts';
import { formatImageReference } from '../image/format-reference.ts';
import type { Collision } from './find-collisions.ts';

const SHOWN = 5;

/** The error for targets that would receive two images, with the way out. */
export function collisionError(collisions: readonly Collision[]): UsageError {
  const lines = collisions.slice(0, SHOWN).map(collisionLine);
  const more = collisions.length > SHOWN ? [`and ${collisions.length - SHOWN} more`] : [];
  const count = collisions.length === 1 ? 'one target tag' : `${collisions.length} target tags`;
  return new UsageError(
    [`different images would land on ${count}:`, ...[...lines, ...more].map((line) => `  ${line}`)].join(
      '\n',
    ),
    { nextStep: wayOut(collisions) },
  );
}

function collisionLine({ target, images }: Collision): string {
  const sources = images.map(({ source, digest }) => {
    const known = digest ?? source.digest;
    return formatImageReference({ ...source, ...(known !== undefined && { digest: known }) });
  });
  return `${target} <- ${sources.join(', ')}`;
}

function wayOut(collisions: readonly Collision[]): string {
  const byMapping = 'Keep them apart with --strategy prefix-host, or with a rules file.';
  const byDrift = 'Decide with --drift which version of a tag is moved.';
  const kinds = new Set(collisions.map(({ kind }) => kind));
  if (!kinds.has('drift')) return byMapping;
  return kinds.has('mapping') ? `${byMapping} ${byDrift}` : byDrift;
}
