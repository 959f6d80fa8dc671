/** What was there before a change: written on the object itself, in the same patch, and read by the rollback. */
import type { Digest } from '../image/reference.ts';
import type { ImageSlot } from '../image-fields/image-field.ts';
import type { FieldTree } from '../kubernetes/field-set.ts';

/** Annotation that holds the change log of an object as JSON. */
export const RECORD_ANNOTATION = 'registry-switch.io/changes';

/** The newest form that this version knows; what has a higher number is left to the version that wrote it. */
export const RECORD_VERSION = 2;

/** The form without texts, which versions that know none can read. */
const WITHOUT_TEXTS = 1;

export interface ChangedImage {
  readonly slot: ImageSlot;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** What the server made of it, where that is something else; what a webhook does with a patch is part of the change. */
  readonly stands?: string;
  /** What was proven to be at `to`, and has to run there. */
  readonly digest?: Digest;
}

/** A text of a template in which references were rewritten: its whole is kept, so that it comes back byte for byte. */
export interface ChangedText extends Omit<ChangedImage, 'slot' | 'digest'> {
  /** Named by its place: `container manager args[2]`. */
  readonly slot: 'mention';
  /** The references in it, as written. */
  readonly mentions: readonly Pick<ChangedImage, 'from' | 'to'>[];
}

export interface ChangeRecord {
  /** The run that made the change, of merged records the newest; absent where no run was kept. */
  readonly run?: string;
  /** Runs whose changes were merged into this record, oldest first; absent: `run` alone. */
  readonly merged?: readonly string[];
  readonly images: readonly ChangedImage[];
  /** Absent: no text was rewritten. */
  readonly texts?: readonly ChangedText[];
  /** Names that were added to the pull Secrets. */
  readonly pullSecrets?: readonly string[];
  /** Images that came from the target before the change: they do not need the pull Secrets that it added. */
  readonly already?: readonly Pick<ChangedImage, 'slot' | 'name'>[];
}

/** The values that a change has replaced: images and whole texts. */
export function replacedBy({ images, texts = [] }: ChangeRecord): readonly (ChangedImage | ChangedText)[] {
  return [...images, ...texts];
}

/** The references in texts that a change has rewritten, each by the place of its text. */
export function rewrittenBy({ texts = [] }: Pick<ChangeRecord, 'texts'>): readonly ChangedImage[] {
  return texts.flatMap(({ slot, name, mentions }) =>
    mentions.map(({ from, to }) => ({ slot, name, from, to })),
  );
}

/** All references that a change has taken away, as written. */
export function formerReferences(record: ChangeRecord): string[] {
  return [...record.images, ...rewrittenBy(record)].map(({ from }) => from);
}

/** A field manager, and fields that it owned until our patch took them. */
export interface FormerOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly fields: FieldTree;
}

export interface ChangeLog {
  /** Newest last. */
  readonly changes: readonly ChangeRecord[];
  /** To whom fields are still to be given back; empty when a change is complete. */
  readonly handBack: readonly FormerOwner[];
  /** JSON pointers to what was nobody's until our patch, and is to be so again; absent: none. */
  readonly nobodys?: readonly string[];
}

/** Whether a change is not complete: ownership of fields is still to be set right. */
export function isOwnerRestoreDue({ handBack, nobodys = [] }: ChangeLog): boolean {
  return handBack.length + nobodys.length > 0;
}

/** The text of the annotation; `null`: there is to be none. */
export function recordText({ changes, handBack, nobodys = [] }: ChangeLog): string | null {
  if (changes.length + handBack.length + nobodys.length === 0) return null;
  const due = nobodys.length === 0 ? {} : { nobodys };
  const version = changes.some(({ texts }) => texts !== undefined) ? RECORD_VERSION : WITHOUT_TEXTS;
  return JSON.stringify({ version, changes, handBack, ...due });
}
