/** Mentions, the images they name, and the targets of these. */
import { UsageError } from '../errors.ts';
import type { ImageReference } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Workload } from '../inventory/workload.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { mapImage } from '../mapping/map-image.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Mention } from '../mention/mention.ts';

export interface MentionMove {
  readonly mention: Mention;
  /** The object with the mention: the workload, or a ConfigMap that it uses. */
  readonly object: ObjectRef;
  /** Absent if no image is copied for it: then `why` is the reason. */
  readonly image?: { readonly source: ImageReference; readonly target: ImageReference };
  readonly why?: string;
  /** It names a source image that the mapping cannot map. */
  readonly unmappable?: true;
}

/** Returns the mentions of a workload; none for completed ones. */
export function mentionMoves({ inConfigMaps = [] }: Inventory, mapping: Mapping) {
  const byUser = new Map<string, { readonly mention: Mention; readonly object: ObjectRef }[]>();
  for (const mention of inConfigMaps) {
    for (const uid of mention.usedBy) {
      const known = byUser.get(uid) ?? [];
      known.push({ mention, object: mention.object });
      byUser.set(uid, known);
    }
  }
  return ({ ref, mentions = [], finished }: Workload): MentionMove[] => {
    if (finished) return [];
    const own = mentions.map((mention) => ({ mention, object: ref }));
    return [...own, ...(byUser.get(ref.uid ?? '') ?? [])].map((one) => ({
      ...one,
      ...moved(one.mention, mapping),
    }));
  };
}

function moved(
  { image, why = '' }: Mention,
  mapping: Mapping,
): Pick<MentionMove, 'image' | 'why' | 'unmappable'> {
  if (image === undefined) return { why };
  try {
    const mapped = mapImage(mapping, image);
    return mapped === undefined
      ? { why: 'it is not from a source' }
      : { image: { source: image, target: mapped.target } };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { why: [error.message, error.nextStep ?? ''].join(': '), unmappable: true };
  }
}
