/** Custom resource fields with an image without tag and digest. */
import type { ImageReference } from '../image/reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import { pathOfPointer } from '../jsonpath/path-of-pointer.ts';
import { jsonPointer, pointerSegments } from '../kubernetes/json-patch.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { resourceName } from '../kubernetes/resource.ts';
import type { UnsupportedImage } from './obstacles.ts';

/**
 * In a pod template such an image is `:latest`. In a custom resource its operator decides: usually the tag is a
 * separate field, and the proven image would not be the running one. Pure.
 */
export function untaggedField(
  { resource }: ObjectRef,
  { slot, image, pointer, parts }: ImageField,
  { tag, digest }: ImageReference,
): UnsupportedImage | undefined {
  if (slot !== 'field' || tag !== undefined || digest !== undefined) return undefined;
  const found = `${image} refers to the source and has no tag and no digest, which may not mean latest here`;
  if (parts !== undefined) {
    const reason = `${found}: none of the fields given by --image-path has one; give the field that does, or set one`;
    return { code: 'untagged', reason, image };
  }
  const tagPointer = jsonPointer(...pointerSegments(pointer).slice(0, -1), 'tag');
  const expression = `${pathOfPointer(pointer)}:${pathOfPointer(tagPointer)}`;
  const wayOut = `--image-path '${resourceName(resource)}=${expression}'`;
  const reason = `${found}: give the field of its tag too, e.g. ${wayOut}`;
  return { code: 'untagged', reason, image };
}
