/** Fields of custom resources that name an image without tag and digest. */
import type { ImageReference } from '../image/reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import { pathOfPointer } from '../jsonpath/path-of-pointer.ts';
import { jsonPointer, pointerSegments } from '../kubernetes/json-patch.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { resourceName } from '../kubernetes/resource.ts';
import type { UnsupportedImage } from './obstacles.ts';

/**
 * In a pod template such an image is `:latest`. In a custom resource its operator decides: most often the tag is a field
 * of its own, and what would be proven is not what runs. Pure.
 */
export function untaggedField(
  { resource }: ObjectRef,
  { slot, image, pointer, parts }: ImageField,
  { tag, digest }: ImageReference,
): UnsupportedImage | undefined {
  if (slot !== 'field' || tag !== undefined || digest !== undefined) return undefined;
  const found = `${image} refers to the source and has no tag and no digest, which need not mean latest here`;
  if (parts !== undefined) {
    const reason = `${found}: none of the fields that --image-path names for it holds one; name the one that does, or write one there`;
    return { code: 'untagged', reason, image };
  }
  const tagPointer = jsonPointer(...pointerSegments(pointer).slice(0, -1), 'tag');
  const expression = `${pathOfPointer(pointer)}:${pathOfPointer(tagPointer)}`;
  const wayOut = `--image-path '${resourceName(resource)}=${expression}'`;
  const reason = `${found}: name the field of its tag too, as in ${wayOut}`;
  return { code: 'untagged', reason, image };
}
