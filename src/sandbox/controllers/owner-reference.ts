import type { OwnerReference, Stored } from '../objects/stored.ts';

/** As a controller writes it into what it creates. */
export function controllerReference({ apiVersion, kind, metadata }: Stored): OwnerReference & {
  readonly controller: true;
  readonly blockOwnerDeletion: true;
} {
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** Who controls an object. */
export function controllerOf({ metadata }: Stored): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}
