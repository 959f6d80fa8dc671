/** A reference to the source outside image fields: in an argument, the environment or a configuration. */
import type { ImageReference } from '../image/reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import type { SourcePlace } from '../mapping/source-places.ts';

/** A reference in a text. */
export interface FoundReference {
  /** As written, without a scheme. */
  readonly text: string;
  /** Offset in the whole text. */
  readonly start: number;
  /** The known registry and path. */
  readonly leadsTo: SourcePlace;
  /** Absent if it does not identify an image: then `why` is the reason. */
  readonly image?: ImageReference;
  readonly why?: string;
}

export interface Mention extends Omit<FoundReference, 'start'> {
  /** For sentences: `container manager args[2]`, `data.images.yaml`, `field /spec/sidecar`. */
  readonly field: ImageField;
}

/** In a ConfigMap that workloads use. */
export interface ConfigMapMention extends Mention {
  readonly object: ObjectRef;
  /** Uids of the workloads. */
  readonly usedBy: ReadonlySet<string>;
}

/** Finds the references in a text; `label`: the name of the text, e.g. of a variable. */
export type MentionFinder = (text: string, label?: string) => readonly FoundReference[];
