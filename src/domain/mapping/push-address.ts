import type { ImageReference } from '../image/reference.ts';
import type { Mapping } from './mapping.ts';
import { liesIn } from './registry-prefix.ts';

/** The push reference of a target image; the same unless the target has a push address. */
export function pushAddress<Image extends ImageReference>(mapping: Mapping, image: Image): Image {
  const { target, push } = mapping;
  if (push === undefined || !liesIn(target, image)) return image;
  const rest = image.repository.slice(target.path === '' ? 0 : target.path.length + 1);
  return { ...image, host: push.host, repository: [push.path, rest].filter((part) => part !== '').join('/') };
}
