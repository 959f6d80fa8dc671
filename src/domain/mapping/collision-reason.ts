import { formatImageReference } from '../image/format-reference.ts';
import type { Collision, PlannedImage } from './find-collisions.ts';

const SHOWN = 5;

/** Why none but one of these images can go to the target, with the way out. */
export function collisionReason({ target, images, kind }: Collision): string {
  const sources = images.slice(0, SHOWN).map(sourceOf);
  const more = images.length > SHOWN ? [`and ${images.length - SHOWN} more`] : [];
  const wayOut =
    kind === 'mapping'
      ? 'keep them apart with --strategy prefix-host, or with a rules file'
      : 'decide with --drift which version of a tag is moved';
  return `different images would land on ${target}: ${[...sources, ...more].join(', ')}; ${wayOut}`;
}

function sourceOf({ source, digest = source.digest }: PlannedImage): string {
  return formatImageReference({ ...source, ...(digest !== undefined && { digest }) });
}
