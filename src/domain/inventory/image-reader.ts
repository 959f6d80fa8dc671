/** Reads the images of any object, built-in or custom, for inventory, switch and rollback. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type Resource, resourceName } from '../kubernetes/resource.ts';
import { type CustomImages, customImageFields } from './custom-images.ts';
import { type ImageField, imageFields } from '../image-fields/image-field.ts';

export type ImageReader = (resource: Resource, object: KubernetesObject) => readonly ImageField[];

/** A reader that includes the custom resources given by the user. */
export function imageReader(customImages: readonly CustomImages[]): ImageReader {
  return (resource, object) => {
    const custom = customImages.filter(({ resourceName: wanted }) => names(resource).includes(wanted));
    if (custom.length === 0) return imageFields(object);
    return customImageFields(
      object,
      custom.flatMap(({ paths }) => paths),
    );
  };
}

function names(resource: Resource): string[] {
  return [
    resourceName(resource),
    resource.plural,
    `${resource.plural}.${resource.version}.${resource.group}`,
  ];
}
