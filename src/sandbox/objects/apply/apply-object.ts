/** Server-side apply. */
import type { Patch, Patched, PatchTarget } from '../patch-object.ts';
import { decode } from '../decode/decode.ts';
import { applyMergePatch } from '../patches/merge-patch.ts';
import type { Draft, Objects, WriteOptions } from '../objects.ts';

/** Creates an object as given, or makes it so. */
export function applyObject(
  objects: Objects,
  { resource, name }: PatchTarget,
  { body, fieldValidation }: Patch,
  options: WriteOptions,
): Patched {
  const { draft, warnings } = decode(resource, body, fieldValidation);
  for (const warning of warnings) options.onWarning?.(warning);
  if (objects.get(resource, name) === undefined) {
    return { object: objects.create(resource, draft, options), created: true };
  }
  const change = (current: unknown) => applyMergePatch(current, draft) as Draft;
  return { object: objects.update(resource, name, change, options), created: false };
}
