import { formatImageReference } from '../image/format-reference.ts';
import type { Collision } from './find-collisions.ts';

const SHOWN = 5;

/** Why none but one of these images can go to the target, with the way out. */
export function collisionReason({ target, copies, kind }: Collision): string {
  const sources = copies.slice(0, SHOWN).map(({ source }) => formatImageReference(source));
  const more = copies.length > SHOWN ? [`and ${copies.length - SHOWN} more`] : [];
  const wayOut =
    kind === 'mapping'
      ? 'keep them apart with --strategy prefix-host, or with a rules file'
      : 'decide with --drift which version of a tag is moved';
  return `different images would land on ${formatImageReference(target)}: ${[...sources, ...more].join(', ')}; ${wayOut}`;
}
