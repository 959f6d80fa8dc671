/** A reference that is no image field, but names an image of the source: in an argument, the environment, a configuration. */
import type { ImageReference } from '../image/reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import type { SourcePlace } from '../mapping/source-places.ts';

/** A reference in a text. */
export interface FoundReference {
  /** As written, without a scheme. */
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly start: number;
  /** What it says for certain of where it leads. */
  readonly leadsTo: SourcePlace;
  /** Absent where it does not tell which image is meant: then `why` says why not. */
  readonly image?: ImageReference;
  readonly why?: string;
}

export interface Mention extends Omit<FoundReference, 'start'> {
  /** What is called so in sentences: `container manager args[2]`, `data.images.yaml`, `field /spec/sidecar`. */
  readonly field: ImageField;
}

/** In a ConfigMap that workloads use. */
export interface ConfigMapMention extends Mention {
  readonly object: ObjectRef;
  /** Uids of the workloads. */
  readonly usedBy: ReadonlySet<string>;
}

/** Finds the references of a text; `label`: what the whole text is called, e.g. the name of a variable. */
export type MentionFinder = (text: string, label?: string) => readonly FoundReference[];
