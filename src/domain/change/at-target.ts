/** Whether an image is at the target of a change, so that it needs the pull Secret that the change added. */
import { readImageReference } from '../image/parse-reference.ts';
import { formatRegistryPrefix, liesIn, type RegistryPrefix } from '../mapping/registry-prefix.ts';
import type { ChangedImage } from './record.ts';

type Moved = Pick<ChangedImage, 'from' | 'to' | 'stands'>;

/**
 * Pure. Source and target differ by registry; within one registry the common end of the paths is cut off: a move from
 * `r.example/old/web` to `r.example/new/web` has the target `r.example/new`.
 */
export function isAtTarget(image: string, moved: readonly Moved[]): boolean {
  const place = placeOf(image);
  if (place === undefined) return false;
  const moves = moved.flatMap(({ from, to, stands = to }) => [
    { from, to },
    { from, to: stands },
  ]);
  return moves.some((one) => {
    const move = prefixesOf(one);
    if (move === undefined || !liesIn(move.target, place)) return false;
    return !liesIn(move.source, place) || depthOf(move.target) > depthOf(move.source);
  });
}

interface Place {
  readonly host: string;
  readonly repository: string;
}

function placeOf(image: string): Place | undefined {
  const result = readImageReference(image);
  return result.valid
    ? { host: result.reference.host.toLowerCase(), repository: result.reference.repository }
    : undefined;
}

function prefixesOf({
  from,
  to,
}: Pick<Moved, 'from' | 'to'>): { source: RegistryPrefix; target: RegistryPrefix } | undefined {
  const [source, target] = [placeOf(from), placeOf(to)];
  if (source === undefined || target === undefined) return undefined;
  if (source.host !== target.host) return { source: whole(source), target: whole(target) };
  const [old, now] = [source.repository.split('/'), target.repository.split('/')];
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return {
    source: { host: source.host, path: old.join('/') },
    target: { host: target.host, path: now.join('/') },
  };
}

function whole({ host }: Place): RegistryPrefix {
  return { host, path: '' };
}

function depthOf(prefix: RegistryPrefix): number {
  return formatRegistryPrefix(prefix).split('/').length;
}
