/** The image that the server stored: webhooks may pin or rewrite images in our own patches. */
import { customField, type ImageField, imageFields } from '../image-fields/image-field.ts';
import { splitField } from '../image-fields/split-fields.ts';
import { pointerSegments } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { isOurEntry, managedFieldsOf, ownedPath } from './field-owners.ts';
import { textFields } from '../mention/template-texts.ts';
import type { ChangedImage, ChangeRecord } from './record.ts';

type At = Pick<ImageField, 'pointer'>;

/** Whether an image is the one that a change wrote. */
export function isAsChanged(image: string, { to, stands }: Pick<ChangedImage, 'to' | 'stands'>): boolean {
  return image === to || image === stands;
}

/** The images of a change as stored in the object that the patch returned. */
export function withEffectiveImages<Image extends Omit<ChangedImage, 'digest'>>(
  object: KubernetesObject,
  fields: readonly Pick<ImageField, 'slot' | 'name' | 'image' | 'pointer' | 'parts'>[],
  images: readonly Image[],
): readonly Image[] {
  const isTracked = managedFieldsOf(object).length > 0;
  return images.map((image) => {
    const field = fields.find(({ slot, name }) => slot === image.slot && name === image.name);
    if (field === undefined || isAsChanged(field.image, image)) return image;
    // A later write by somebody else is not ours.
    return isTracked && !isOurs(object, field) ? image : { ...image, stands: field.image };
  });
}

/** The same for the newest record of an object, while its fields are ours; returns the same list if nothing changed. */
export function effectiveRecords(
  object: KubernetesObject,
  records: readonly ChangeRecord[],
): readonly ChangeRecord[] {
  const newest = records.at(-1);
  if (newest === undefined || managedFieldsOf(object).length === 0) return records;
  const images = withEffectiveImages(object, fieldsOf(object, newest), newest.images);
  const { texts } = newest;
  const standing = texts && withEffectiveImages(object, textFields(object), texts);
  const isNew =
    images.some((image, index) => image !== newest.images[index]) ||
    standing?.some((text, index) => text !== texts?.[index]) === true;
  if (!isNew) return records;
  return [...records.slice(0, -1), { ...newest, images, ...(standing && { texts: standing }) }];
}

/** A custom resource field is named by its JSON pointer, a split one by those of its parts. */
function fieldsOf(object: KubernetesObject, { images }: ChangeRecord): readonly ImageField[] {
  const custom = images.flatMap(({ slot, name }): ImageField[] => {
    const split = slot === 'field' ? splitField(object, name) : undefined;
    if (split !== undefined) return [split];
    const image = slot === 'field' ? valueAt(object, pointerSegments(name)) : undefined;
    return typeof image === 'string' ? [customField(name, image)] : [];
  });
  return [...imageFields(object), ...custom];
}

function isOurs(
  object: KubernetesObject,
  { pointer, parts = [{ pointer }] }: Pick<ImageField, 'pointer'> & { readonly parts?: readonly At[] },
): boolean {
  const entries = managedFieldsOf(object).filter(isOurEntry);
  return parts.some((part) =>
    entries.some((entry) => part.pointer !== '' && ownedPath(object, entry, part.pointer) !== undefined),
  );
}
