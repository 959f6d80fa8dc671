/** Split images of custom resources whose fields cannot hold the target reference. */
import { formatImageReference } from '../image/format-reference.ts';
import {
  composeImage,
  type ImagePart,
  recomposed,
  type Rewritten,
  unwritable,
} from '../image-fields/split-image.ts';
import type { Workload } from '../inventory/workload.ts';
import { pathOfPointer } from '../jsonpath/path-of-pointer.ts';
import { resourceName } from '../kubernetes/resource.ts';
import type { Obstacle } from './obstacles.ts';
import type { PlannedImage } from './plan.ts';

/** One such image holds the whole workload back. What is not planned stays as it is. Pure. */
export function unwritableImage(
  { ref, images }: Workload,
  planned: readonly PlannedImage[],
): Obstacle | undefined {
  const stuck = unwritable(
    images.map((field): Rewritten => {
      const image = planned.find(({ slot, name }) => slot === field.slot && name === field.name);
      return { field, ...(image === undefined ? {} : { to: formatImageReference(image.to) }) };
    }),
  );
  if (stuck === undefined) return undefined;
  const { field, to = field.image } = stuck;
  const why = whyNot(field.parts ?? [], to, resourceName(ref.resource));
  return { code: 'unwritable', reason: `${field.image} cannot be changed to ${to} in its fields: ${why}` };
}

function whyNot(parts: readonly ImagePart[], to: string, resource: string): string {
  const lacking = parts.find(({ isFixed, pointer }) => isFixed === true && pointer === '');
  const unnamed = parts.filter(({ isFixed, pointer }) => isFixed === true && pointer !== '');
  if (recomposed(parts, to) !== undefined) return 'it shares a field with an image that needs another value';
  if (to.includes('@') && parts.every(({ role }) => role !== 'digest' || lacking !== undefined)) {
    return 'there is no field for its digest: give one, or leave out the digest with --pin never';
  }
  if (unnamed.length > 0) {
    const names = unnamed.map(({ pointer }) => pathOfPointer(pointer)).join(', ');
    return `${names} belongs to it and was not given: give it too, e.g. --image-path '${resource}=${expressionOf(parts)}'`;
  }
  if (lacking !== undefined) return 'a given field does not exist: set it, or change the image manually';
  return 'its fields could not be rolled back to their current values: change it manually';
}

/** The expression with all parts. */
function expressionOf(parts: readonly ImagePart[]): string {
  return composeImage(
    parts.flatMap(({ role, pointer }) => (pointer === '' ? [] : [{ role, text: pathOfPointer(pointer) }])),
  );
}
