import { formatImageReference } from '../image/format-reference.ts';
import type { Collision } from './find-collisions.ts';

const SHOWN = 5;

/** Why only one of these images can be copied to the target, and what to do. */
export function collisionReason({ target, copies, kind }: Collision): string {
  const sources = copies.slice(0, SHOWN).map(({ source }) => formatImageReference(source));
  const more = copies.length > SHOWN ? [`and ${copies.length - SHOWN} more`] : [];
  const wayOut =
    kind === 'mapping'
      ? 'separate them with --strategy prefix-host or a rules file'
      : 'choose with --drift which version of a tag is moved';
  return `different images would be copied to ${formatImageReference(target)}: ${[...sources, ...more].join(', ')}; ${wayOut}`;
}
